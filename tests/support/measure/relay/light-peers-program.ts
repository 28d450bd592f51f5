/**
 * A process with peer connections that cost little (libdatachannel): one that publishes a stream, or many that receive and
 * count its packets. What they receive is decrypted, and neither put in order nor decoded.
 */
import { createSocket } from 'node:dgram';
import { setTimeout as pause } from 'node:timers/promises';
import { Audio, PeerConnection, Video, type Track } from 'node-datachannel';
import { FRAMES_PER_SECOND, PictureStream, SoundStream } from './rtp-stream.ts';

/** Each is answered with the same number. */
export type PeersQuestion = { readonly number: number } & (
  | { readonly ask: 'publish'; readonly layersKbps: readonly number[] }
  | { readonly ask: 'accept'; readonly answer: string }
  | { readonly ask: 'send-plain'; readonly kbps: number; readonly soundPort: number; readonly picturePort: number }
  | { readonly ask: 'receive'; readonly offer: string }
  | { readonly ask: 'count' }
  | { readonly ask: 'close' }
);

export interface PeersCount {
  readonly connected: number;
  readonly packets: number;
  /** Of sound and the best layer, by this process. */
  readonly sent: number;
}

/** `value` is a session description, a `PeersCount`, or null. */
export interface PeersAnswer {
  readonly number: number;
  readonly value?: string | PeersCount | null;
  readonly error?: string;
}

const SOUND = { ssrc: 1_001, payloadType: 111 };
const pictureOf = (layer: number) => ({ ssrc: 2_001 + layer, payloadType: 96 });
/** How often is looked whether something is due. */
const TICK_MS = 10;
/** After a longer hold-up, what is due is not made up for. */
const MOST_DUE_MS = 200;
const GATHERED_WITHIN_MS = 20_000;

const peers: PeerConnection[] = [];
let packets = 0;
let sent = 0;

async function described(pc: PeerConnection, begin: () => void): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<void>();
  pc.onGatheringStateChange((state) => state === 'complete' && resolve());
  begin();
  await Promise.race([promise, pause(GATHERED_WITHIN_MS, undefined, { ref: false })]);
  const description = pc.localDescription();
  if (description === null) throw new Error('there is no local description');
  return description.sdp;
}

async function publish(layersKbps: readonly number[]): Promise<string> {
  const pc = new PeerConnection('publisher', { iceServers: [], disableAutoNegotiation: true });
  peers.push(pc);
  const audio = new Audio('0', 'SendOnly');
  audio.addOpusCodec(SOUND.payloadType);
  audio.addSSRC(SOUND.ssrc, 'publisher');
  const sound = pc.addTrack(audio);
  const layers = layersKbps.map((kbps, layer) => {
    const options = pictureOf(layer);
    const video = new Video(String(layer + 1), 'SendOnly');
    video.addVP8Codec(options.payloadType);
    video.addSSRC(options.ssrc, 'publisher');
    return { track: pc.addTrack(video), stream: new PictureStream(options, kbps) };
  });
  sendEvenly(sound, new SoundStream(SOUND), layers);
  return await described(pc, () => pc.setLocalDescription('offer'));
}

type Sink = Pick<Track, 'isOpen' | 'sendMessageBinary'>;
interface SentLayer {
  readonly track: Sink;
  readonly stream: PictureStream;
}

/** The last of `layers` is the best. */
function sendEvenly(sound: Sink, stream: SoundStream, layers: readonly SentLayer[]): void {
  let [soundDueMs, pictureDueMs] = [performance.now(), performance.now()];
  setInterval(() => {
    const nowMs = performance.now();
    if (!sound.isOpen()) {
      soundDueMs = pictureDueMs = nowMs;
      return;
    }
    soundDueMs = Math.max(soundDueMs, nowMs - MOST_DUE_MS);
    pictureDueMs = Math.max(pictureDueMs, nowMs - MOST_DUE_MS);
    for (; soundDueMs <= nowMs; soundDueMs += SoundStream.packetMs) {
      sound.sendMessageBinary(stream.next());
      sent += 1;
    }
    for (; pictureDueMs <= nowMs; pictureDueMs += 1_000 / FRAMES_PER_SECOND) {
      for (const [index, layer] of layers.entries()) {
        const frame = layer.stream.next();
        for (const packet of frame) layer.track.sendMessageBinary(packet);
        if (index === layers.length - 1) sent += frame.length;
      }
    }
  }, TICK_MS);
}

/** Without encryption, to ports of this machine. */
async function sendPlainly(kbps: number, soundPort: number, picturePort: number): Promise<void> {
  const socket = createSocket('udp4');
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  const to = (port: number): Sink => ({
    isOpen: () => true,
    sendMessageBinary: (packet) => {
      socket.send(packet, port, '127.0.0.1');
      return true;
    },
  });
  const stream = new PictureStream(pictureOf(0), kbps);
  sendEvenly(to(soundPort), new SoundStream(SOUND), [{ track: to(picturePort), stream }]);
}

async function receive(offer: string): Promise<string> {
  const pc = new PeerConnection('receiver', { iceServers: [] });
  peers.push(pc);
  pc.onTrack((track) => {
    tracks.push(track);
    track.onMessage(() => void (packets += 1));
  });
  return await described(pc, () => pc.setRemoteDescription(offer, 'offer'));
}
/** Those that nothing refers to would be collected. */
const tracks: Track[] = [];

async function answer(question: PeersQuestion): Promise<string | PeersCount | null> {
  switch (question.ask) {
    case 'publish':
      return await publish(question.layersKbps);
    case 'accept':
      peers.at(-1)?.setRemoteDescription(question.answer, 'answer');
      return null;
    case 'send-plain':
      await sendPlainly(question.kbps, question.soundPort, question.picturePort);
      return null;
    case 'receive':
      return await receive(question.offer);
    case 'count':
      return { connected: peers.filter((pc) => pc.state() === 'connected').length, packets, sent };
    case 'close':
      for (const pc of peers.splice(0)) pc.close();
      return null;
  }
}

process.on('message', (question: PeersQuestion) => {
  const { number } = question;
  answer(question).then(
    (value) => process.send?.({ number, value } satisfies PeersAnswer),
    (error: unknown) => process.send?.({ number, error: String(error) } satisfies PeersAnswer),
  );
});
process.once('disconnect', () => process.exit(0));
