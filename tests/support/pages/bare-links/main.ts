/**
 * What any page does that sends a camera to watchers: `getUserMedia`, `addTrack`, one connection
 * for each watcher. A page is either the sending or the receiving end, and a bench carries the
 * descriptions, with all candidates in them.
 */
import { CountingWorker } from '../light-receivers/counting-worker.ts';

const worker = new CountingWorker();
const connections: RTCPeerConnection[] = [];
let camera: Promise<MediaStream> | undefined;

const openCamera = (): Promise<MediaStream> =>
  navigator.mediaDevices.getUserMedia({
    audio: true,
    video: { width: 1280, height: 720, frameRate: 30 },
  });

function connection(): RTCPeerConnection {
  const pc = new RTCPeerConnection();
  connections.push(pc);
  return pc;
}

/** Once all its candidates are known. */
async function describe(pc: RTCPeerConnection): Promise<string> {
  await pc.setLocalDescription();
  while (pc.iceGatheringState !== 'complete') {
    await new Promise((resolve) => pc.addEventListener('icegatheringstatechange', resolve, { once: true }));
  }
  return pc.localDescription?.sdp ?? '';
}

function play(stream: MediaStream): void {
  const video = document.createElement('video');
  Object.assign(video, { srcObject: stream, autoplay: true, muted: true });
  document.body.append(video);
}

const bareLinks = {
  async offer(): Promise<string> {
    const stream = await (camera ??= openCamera());
    const pc = connection();
    for (const track of stream.getTracks()) pc.addTrack(track, stream);
    return await describe(pc);
  },
  /** Of the link that has offered last. */
  async accept(sdp: string): Promise<void> {
    await connections.at(-1)?.setRemoteDescription({ type: 'answer', sdp });
  },
  /** The first link plays what arrives; the others only count it. */
  async answer(sdp: string): Promise<string> {
    const number = connections.length;
    const pc = connection();
    pc.addEventListener('track', ({ track, receiver, streams: [stream] }) => {
      if (track.kind !== 'video' || stream === undefined) return;
      if (number === 0) play(stream);
      else worker.count(receiver, number);
    });
    await pc.setRemoteDescription({ type: 'offer', sdp });
    return await describe(pc);
  },
  /** Of the receiving end: width and frames so far of each link. */
  async received(): Promise<readonly { readonly width: number; readonly frames: number }[]> {
    const counts = await worker.read();
    return await Promise.all(
      connections.map(async (pc, number) => {
        const count = counts.get(number);
        if (count !== undefined) return count;
        const entries = [...(await pc.getStats()).values()];
        const video = entries.find(({ type, kind }) => type === 'inbound-rtp' && kind === 'video');
        return { width: video?.frameWidth ?? 0, frames: video?.framesReceived ?? 0 };
      }),
    );
  },
};

declare global {
  interface Window {
    bareLinks: typeof bareLinks;
  }
}

window.bareLinks = bareLinks;
