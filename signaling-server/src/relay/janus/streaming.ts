/**
 * The Streaming plugin, as the relay uses it: a mountpoint on an edge receives what the origin
 * forwards, and every watcher of that edge has a handle on it.
 * https://janus.conf.meetecho.com/docs/streaming.html
 */
import * as z from 'zod/mini';
import type { JanusHandle } from './handle.ts';
import { JanusError } from './janus-error.ts';
import type { Description } from './messages.ts';

export interface Codec {
  /** RTP payload type, as watchers get it. */
  readonly payloadType: number;
  readonly codec: string;
  /** `a=fmtp` of the description. */
  readonly parameters?: string;
}

export interface MountpointOptions {
  readonly id: string;
  /** To change or destroy it. */
  readonly secret: string;
  /** The address at which it receives; every address of the machine without one. */
  readonly receiveAt?: string;
  readonly audio: Codec;
  /** Each is simulcast, with a port for each of three layers. */
  readonly videos: Readonly<Record<VideoMid, Codec>>;
  /** See `ForwardOptions`. */
  readonly srtpKey: string;
}

/**
 * The `mid`s of every mountpoint: sound, and a video for each codec, of which a watcher takes one.
 */
export const AUDIO_MID = 'a';
export const videoMids = ['v', 'w'] as const;
/** `v` is VP8, `w` is AV1. */
export type VideoMid = (typeof videoMids)[number];

/** Where one medium of a mountpoint arrives. */
export interface MediumPorts {
  readonly mid: string;
  readonly port: number;
  /**
   * Where the mountpoint's requests for key frames can be had; null where there is no such port.
   */
  readonly rtcpPort: number | null;
  /** Of the middle layer. */
  readonly port2: number | null;
  /** Of the top layer. */
  readonly port3: number | null;
}

const Created = z.object({ streaming: z.literal('created') });
const Destroyed = z.object({ streaming: z.literal('destroyed') });
const MountpointList = z.object({ list: z.array(z.object({ id: z.string() })) });
const Info = z.object({
  info: z.object({
    viewers: z.prefault(z.number(), 0),
    media: z.array(
      z.object({
        mid: z.string(),
        port: z.optional(z.number()),
        rtcpport: z.optional(z.number()),
        port2: z.optional(z.number()),
        port3: z.optional(z.number()),
      }),
    ),
  }),
});

export interface Mountpoint {
  readonly viewers: number;
  /** By `mid`. */
  readonly media: readonly MediumPorts[];
}

/** Asked on any handle of the plugin. Every method rejects with `JanusError`. */
export class Mountpoints {
  readonly #handle: JanusHandle;
  readonly #adminKey: string;

  constructor(handle: JanusHandle, adminKey: string) {
    this.#handle = handle;
    this.#adminKey = adminKey;
  }

  /** At ports of Janus' choice, which `info` says. Rejects with `cannot-create` where it exists. */
  async create({ id, secret, receiveAt, audio, videos, srtpKey }: MountpointOptions): Promise<void> {
    const medium = (type: string, mid: string, { payloadType, codec, parameters }: Codec, more = {}) => ({
      type,
      mid,
      port: 0,
      pt: payloadType,
      codec,
      ...(parameters === undefined ? {} : { fmtp: parameters }),
      ...(receiveAt === undefined ? {} : { iface: receiveAt }),
      ...more,
    });
    const simulcast = { simulcast: true, rtcpport: 0, port2: 0, port3: 0 };
    await this.#handle.message(Created, {
      request: 'create',
      admin_key: this.#adminKey,
      type: 'rtp',
      id,
      secret,
      is_private: true,
      media: [
        medium('audio', AUDIO_MID, audio),
        ...videoMids.map((mid) => medium('video', mid, videos[mid], simulcast)),
      ],
      srtpsuite: 80,
      srtpcrypto: srtpKey,
    });
  }

  /** Its watchers are disconnected. Rejects with `no-mountpoint`. */
  async destroy(id: string, secret: string): Promise<void> {
    await this.#handle.message(Destroyed, { request: 'destroy', id, secret });
  }

  /** The ids of all mountpoints. */
  async list(): Promise<readonly string[]> {
    const { data } = await this.#handle.message(MountpointList, { request: 'list', admin_key: this.#adminKey });
    return data.list.map(({ id }) => id);
  }

  /** Rejects with `no-mountpoint`. With another secret there are no ports in it. */
  async info(id: string, secret: string): Promise<Mountpoint> {
    const { data } = await this.#handle.message(Info, { request: 'info', id, secret });
    return {
      viewers: data.info.viewers,
      media: data.info.media.flatMap(({ mid, port, rtcpport, port2, port3 }) =>
        port === undefined
          ? []
          : [{ mid, port, rtcpPort: rtcpport ?? null, port2: port2 ?? null, port3: port3 ?? null }],
      ),
    };
  }
}

const Status = z.object({ result: z.looseObject({ status: z.string() }) });
const Configured = z.object({ result: z.looseObject({ event: z.literal('configured') }) });

export interface WatchOptions {
  /** Of the mountpoint. */
  readonly id: string;
  /** Which of its videos. */
  readonly video: VideoMid;
  /** The best layer that Janus may send: 0 is the lowest. */
  readonly layer: 0 | 1 | 2;
  /** Without a packet of its layer for this long, Janus sends a lower one. */
  readonly fallbackMs: number;
}

/** One watcher of a mountpoint: a handle with a peer connection. */
export class MountpointViewer {
  readonly #handle: JanusHandle;

  constructor(handle: JanusHandle) {
    this.#handle = handle;
  }

  /** Janus offers sound and one video, with all of its candidates. */
  async watch(options: WatchOptions): Promise<string> {
    const { description } = await this.#handle.message(Status, watchOf(options));
    return sdpOf(description, 'offer');
  }

  /** The watcher's answer to the offer of `watch` or `restart`. */
  async start(answer: string): Promise<void> {
    await this.#handle.message(Status, { request: 'start' }, { type: 'answer', sdp: answer });
  }

  /** The watcher offers, and gets the answer. */
  async watchWith(options: WatchOptions, offer: string): Promise<string> {
    const { description } = await this.#handle.message(Status, watchOf(options), { type: 'offer', sdp: offer });
    return sdpOf(description, 'answer');
  }

  /** An ICE restart: Janus offers once more. */
  async restart(id: string): Promise<string> {
    const { description } = await this.#handle.message(Status, { request: 'watch', id, restart: true });
    return sdpOf(description, 'offer');
  }

  /**
   * 0 is the lowest layer. Janus changes over with the next key frame, and the handle’s listener
   * hears it.
   */
  async chooseLayer(video: VideoMid, layer: number): Promise<void> {
    await this.#handle.message(Configured, { request: 'configure', mid: video, substream: layer });
  }

  /** Sound goes on while a watcher wants no picture. */
  async sendVideo(video: VideoMid, sends: boolean): Promise<void> {
    await this.#handle.message(Configured, { request: 'configure', mid: video, send: sends });
  }
}

const watchOf = ({ id, video, layer, fallbackMs }: WatchOptions) => ({
  request: 'watch',
  id,
  media: [AUDIO_MID, video],
  substream: layer,
  // In microseconds.
  fallback: fallbackMs * 1_000,
});

function sdpOf(description: Description | undefined, type: Description['type']): string {
  if (description?.type === type) return description.sdp;
  throw new JanusError('unreadable', `Janus has sent no ${type}`);
}
