/**
 * An encoder without a browser: Janus itself, which is fed with RTP, offers it as an encoder does, and
 * sends it to whom it is told. What it sends cannot be decoded.
 */
import { createSocket } from 'node:dgram';
import { randomBytes } from 'node:crypto';
import * as z from 'zod/mini';
import { relay } from '../../../signaling-server/src/relay-policy.ts';
import { JanusConnection } from '../../../signaling-server/src/relay/janus/connection.ts';
import { JanusSession } from '../../../signaling-server/src/relay/janus/session.ts';
import { MountpointViewer } from '../../../signaling-server/src/relay/janus/streaming.ts';
import type { JanusServer } from '../machine/janus.ts';

const EVERY_MS = 20;
const CLOCK_RATES = { a: 48_000, v: 90_000 };
/** This machine may be busy. */
const policy = { ...relay, connectWithinMs: 20_000, answerWithinMs: 20_000, pongWithinMs: 20_000 };
const codecs = {
  VP8: { pt: 96, codec: 'vp8' },
  H264: { pt: 102, codec: 'h264', fmtp: 'packetization-mode=1;profile-level-id=42e01f' },
} as const;

const Created = z.object({
  stream: z.object({ ports: z.array(z.object({ mid: z.enum(['a', 'v']), port: z.number() })) }),
});

export interface RtpEncoder {
  /** With all candidates. */
  readonly offer: string;
  /** It sends from now on. */
  accept(answer: string): Promise<void>;
  pause(): void;
  resume(): void;
  close(): void;
}

export async function startRtpEncoder(janus: JanusServer, codec: keyof typeof codecs): Promise<RtpEncoder> {
  const own: { session?: JanusSession } = {};
  const connection = await JanusConnection.open(
    { url: janus.url, api: 'api', secret: janus.secret, policy },
    { message: (message) => own.session?.receive(message), lost: () => undefined },
  );
  own.session = await JanusSession.create({ connection, policy, onEnded: () => undefined });
  const handle = await own.session.attach('streaming', 'encoder');
  const id = `encoder-${randomBytes(8).toString('hex')}`;
  const { data } = await handle.message(Created, {
    request: 'create',
    admin_key: janus.secret,
    type: 'rtp',
    id,
    is_private: true,
    media: [
      { type: 'audio', mid: 'a', port: 0, pt: 111, codec: 'opus' },
      { type: 'video', mid: 'v', port: 0, ...codecs[codec] },
    ],
  });
  const viewer = new MountpointViewer(handle);
  const offer = await viewer.watch({ id, video: 'v', layer: 0, fallbackMs: policy.fallbackMs });
  const socket = createSocket('udp4');
  const payloadTypes = { a: 111, v: codecs[codec].pt };
  let sequence = 0;
  const send = (): void => {
    sequence += 1;
    for (const { mid, port } of data.stream.ports) {
      const packet = Buffer.alloc(64);
      packet.writeUInt8(0x80, 0);
      packet.writeUInt8(0x80 | payloadTypes[mid], 1);
      packet.writeUInt16BE(sequence & 0xff_ff, 2);
      packet.writeUInt32BE((sequence * CLOCK_RATES[mid] * EVERY_MS) / 1_000, 4);
      packet.writeUInt32BE(mid === 'a' ? 1 : 2, 8);
      socket.send(packet, port, '127.0.0.1');
    }
  };
  let timer: NodeJS.Timeout | undefined;
  const pause = (): void => clearInterval(timer);
  const resume = (): void => {
    pause();
    timer = setInterval(send, EVERY_MS);
  };
  return {
    offer,
    accept: async (answer) => {
      await viewer.start(answer);
      resume();
    },
    pause,
    resume,
    close: () => {
      pause();
      socket.close();
      connection.close();
    },
  };
}
