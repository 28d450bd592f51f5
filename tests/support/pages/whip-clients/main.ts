/** Clients of WHIP and WHEP that others wrote, in one page: an encoder, or a player, of each. */
import { WebRTCPlayer } from '@eyevinn/webrtc-player';
import { WHIPClient as EyevinnEncoder } from '@eyevinn/whip-web-client';
import { WHEPClient as MedoozePlayer } from 'whip-whep/whep.js';
import { WHIPClient as MedoozeEncoder } from 'whip-whep/whip.js';

export type Maker = 'medooze' | 'eyevinn';

interface Running {
  /** Restarts ICE, where the client can. */
  restart(): void;
  stop(): Promise<void>;
}

const camera = (): Promise<MediaStream> => navigator.mediaDevices.getUserMedia({ audio: true, video: true });

const publishers = {
  async medooze(url: string, token: string, codec: string): Promise<Running> {
    const media = await camera();
    const pc = new RTCPeerConnection();
    for (const track of media.getTracks()) {
      const transceiver = pc.addTransceiver(track, { direction: 'sendonly', streams: [media] });
      if (track.kind === 'video') prefer(transceiver, codec);
    }
    const client = new MedoozeEncoder();
    await client.publish(pc, url, token);
    window.pc = pc;
    return { restart: () => client.restart(), stop: () => client.stop() };
  },
  async eyevinn(url: string, token: string): Promise<Running> {
    const peerConnectionFactory = (): RTCPeerConnection => (window.pc = new RTCPeerConnection());
    const client = new EyevinnEncoder({
      endpoint: url,
      opts: { authkey: token, iceServers: [] },
      peerConnectionFactory,
    });
    await client.setIceServersFromEndpoint();
    await client.ingest(await camera());
    return { restart: () => undefined, stop: () => client.destroy() };
  },
} as const;

const players = {
  async medooze(url: string, token: string): Promise<Running> {
    const pc = new RTCPeerConnection();
    const media = new MediaStream();
    for (const kind of ['audio', 'video']) pc.addTransceiver(kind, { direction: 'recvonly' });
    pc.addEventListener('track', ({ track }) => media.addTrack(track));
    const client = new MedoozePlayer();
    await client.view(pc, url, token);
    video().srcObject = media;
    return { restart: () => undefined, stop: () => client.stop() };
  },
  async eyevinn(url: string, token: string): Promise<Running> {
    const player = new WebRTCPlayer({ video: video(), type: 'whep', iceServers: [] });
    await player.load(new URL(url), `Bearer ${token}`);
    return { restart: () => undefined, stop: () => player.unload() };
  },
} as const;

function video(): HTMLVideoElement {
  const found = document.querySelector('video');
  if (found !== null) return found;
  const made = Object.assign(document.createElement('video'), { muted: true, autoplay: true });
  document.body.append(made);
  return made;
}

function prefer(transceiver: RTCRtpTransceiver, codec: string): void {
  const codecs = RTCRtpSender.getCapabilities('video')?.codecs ?? [];
  transceiver.setCodecPreferences(codecs.filter(({ mimeType }) => mimeType === `video/${codec}`));
}

const api = {
  publish: async (maker: Maker, url: string, token: string, codec = 'VP8'): Promise<void> => {
    window.running = await publishers[maker](url, token, codec);
  },
  play: async (maker: Maker, url: string, token: string): Promise<void> => {
    window.running = await players[maker](url, token);
  },
  /** Frames that are shown, and the width of the picture. */
  shown: (): { readonly frames: number; readonly width: number } => ({
    frames: video().getVideoPlaybackQuality().totalVideoFrames,
    width: video().videoWidth,
  }),
};

declare global {
  interface Window {
    clients: typeof api;
    running: Running;
    /** The encoder's connection. */
    pc: RTCPeerConnection;
  }
}

window.clients = api;
