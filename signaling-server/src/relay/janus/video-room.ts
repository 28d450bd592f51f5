/**
 * The VideoRoom plugin, as the relay uses it: a room on the origin has one publisher, for a moment
 * two while one takes the other's place, and no watcher. What it publishes is forwarded as RTP.
 * https://janus.conf.meetecho.com/docs/videoroom.html
 */
import { randomInt } from 'node:crypto';
import * as z from 'zod/mini';
import type { JanusHandle } from './handle.ts';
import { JanusError } from './janus-error.ts';
import type { Description } from './messages.ts';

/** What every room takes, in the order in which they are preferred. Other programs send H.264. */
const VIDEO_CODECS = ['vp8', 'av1', 'h264'];
/** The presenter's link, and one more that is about to take its place. */
const PUBLISHERS = 2;
/** Of an SSRC; 0 means none to Janus. */
const SSRCS = { first: 1, end: 2 ** 32 };

/** One medium of a publisher, and where it goes. A layer is a medium of its own. */
export interface ForwardedStream {
  readonly mid: string;
  readonly port: number;
  /** Key frames are asked for from here; null where there is no way back. */
  readonly rtcpPort: number | null;
}

export interface ForwardOptions {
  readonly room: string;
  readonly secret: string;
  readonly publisher: string;
  /** An IP address. */
  readonly host: string;
  readonly streams: readonly ForwardedStream[];
  /** Key and salt of SRTP (RFC 4568, section 6.2): 30 bytes in base64. */
  readonly srtpKey: string;
}

export interface Forward {
  readonly publisher: string;
  readonly streamId: number;
  readonly host: string;
  readonly port: number;
  readonly ssrc: number;
  /** Whether it is encrypted. */
  readonly isSrtp: boolean;
}

export interface RoomOptions {
  readonly room: string;
  readonly secret: string;
}

const Created = z.object({ videoroom: z.literal('created') });
const Destroyed = z.object({ videoroom: z.literal('destroyed') });
const Rooms = z.object({ list: z.array(z.object({ room: z.string() })) });
const Participants = z.object({ participants: z.array(z.object({ id: z.string() })) });
const Forwarded = z.object({
  videoroom: z.literal('rtp_forward'),
  forwarders: z.prefault(z.array(z.object({ port: z.number() })), []),
});
const Stopped = z.object({ videoroom: z.literal('stop_rtp_forward') });
const Forwards = z.object({
  publishers: z.array(
    z.object({
      publisher_id: z.string(),
      forwarders: z.array(
        z.object({
          stream_id: z.number(),
          host: z.string(),
          port: z.number(),
          ssrc: z.prefault(z.number(), 0),
          srtp: z.prefault(z.boolean(), false),
        }),
      ),
    }),
  ),
});

/** Asked on any handle of the plugin. Every method rejects with `JanusError`. */
export class VideoRooms {
  readonly #handle: JanusHandle;
  readonly #adminKey: string;

  constructor(handle: JanusHandle, adminKey: string) {
    this.#handle = handle;
    this.#adminKey = adminKey;
  }

  /** Rejects with `room-exists`. */
  async create({ room, secret }: RoomOptions): Promise<void> {
    await this.#handle.message(Created, {
      request: 'create',
      admin_key: this.#adminKey,
      room,
      secret,
      is_private: true,
      publishers: PUBLISHERS,
      audiocodec: 'opus',
      opus_fec: true,
      // No `bitrate`: it would end in a REMB, and the link's own estimate decides.
      videocodec: VIDEO_CODECS.join(','),
      // Key frames come when somebody needs one, not by the clock.
      fir_freq: 0,
      notify_joining: false,
      // Extensions that forwarded packets would carry without a meaning: phones then turn the
      // picture themselves.
      videoorient_ext: false,
      audiolevel_ext: false,
      playoutdelay_ext: false,
    });
  }

  /** Its publishers are disconnected. Rejects with `no-room`. */
  async destroy(room: string, secret: string): Promise<void> {
    await this.#handle.message(Destroyed, { request: 'destroy', room, secret });
  }

  /** The ids of all rooms. */
  async list(): Promise<readonly string[]> {
    const { data } = await this.#handle.message(Rooms, { request: 'list', admin_key: this.#adminKey });
    return data.list.map(({ room }) => room);
  }

  /** The ids of those that have joined, also while their peer connection is not up yet. */
  async publishers(room: string): Promise<readonly string[]> {
    const { data } = await this.#handle.message(Participants, { request: 'listparticipants', room });
    return data.participants.map(({ id }) => id);
  }

  /**
   * Rejects with `no-publisher` before it has joined, and with `not-forwarded` where it has no
   * medium of such a `mid`: the others are forwarded then. Forwards end with their publisher.
   */
  async forward({ room, secret, publisher, host, streams, srtpKey }: ForwardOptions): Promise<void> {
    const { data } = await this.#handle.message(Forwarded, {
      request: 'rtp_forward',
      admin_key: this.#adminKey,
      room,
      secret,
      publisher_id: publisher,
      host,
      streams: streams.map(({ mid, port, rtcpPort }) => ({
        mid,
        port,
        // A new one each time: a forward made again counts the wraps of its sequence numbers from
        // zero (RFC 3711, section 3.3.1), while the mountpoint goes on counting for the SSRC that
        // it knows.
        ssrc: randomInt(SSRCS.first, SSRCS.end),
        ...(rtcpPort === null ? {} : { rtcp_port: rtcpPort }),
      })),
      // Inside `streams` they are accepted and ignored. RTCP stays plain.
      srtp_suite: 80,
      srtp_crypto: srtpKey,
    });
    const made = new Set(data.forwarders.map(({ port }) => port));
    const missing = streams.filter(({ port }) => !made.has(port)).map(({ mid }) => mid);
    if (missing.length > 0) throw new JanusError('not-forwarded', `the publisher has no medium ${missing.join(', ')}`);
  }

  async stopForward(room: string, secret: string, { publisher, streamId }: Forward): Promise<void> {
    await this.#handle.message(Stopped, {
      request: 'stop_rtp_forward',
      admin_key: this.#adminKey,
      room,
      secret,
      publisher_id: publisher,
      stream_id: streamId,
    });
  }

  /** One for each layer of each medium. */
  async forwards(room: string, secret: string): Promise<readonly Forward[]> {
    const { data } = await this.#handle.message(Forwards, { request: 'listforwarders', room, secret });
    return data.publishers.flatMap(({ publisher_id: publisher, forwarders }) =>
      forwarders.map(({ stream_id: streamId, host, port, ssrc, srtp: isSrtp }) => ({
        publisher,
        streamId,
        host,
        port,
        ssrc,
        isSrtp,
      })),
    );
  }
}

const Joined = z.object({
  videoroom: z.literal('joined'),
  streams: z.prefault(
    z.array(
      z.object({
        mid: z.string(),
        type: z.string(),
        codec: z.optional(z.string()),
        simulcast: z.prefault(z.boolean(), false),
      }),
    ),
    [],
  ),
});
export type PublishedStream = z.infer<typeof Joined>['streams'][number];
const Configured = z.object({ videoroom: z.literal('event'), configured: z.literal('ok') });

export interface PublishOptions {
  readonly room: string;
  readonly publisher: string;
  readonly offer: string;
  /**
   * Of a simulcast medium, whose `rid`s are in this order: `hml` if the best layer is the first.
   */
  readonly ridOrder?: 'hml' | 'lmh';
}

/** What publishes into a room: a handle with a peer connection. */
export class RoomPublisher {
  readonly #handle: JanusHandle;

  constructor(handle: JanusHandle) {
    this.#handle = handle;
  }

  /**
   * Joins with an offer. The answer has all of Janus' candidates in it. Rejects with `no-room`,
   * `room-full`, `publisher-exists` or `bad-description`.
   */
  async publish({
    room,
    publisher,
    offer,
    ridOrder,
  }: PublishOptions): Promise<{ readonly answer: string; readonly streams: readonly PublishedStream[] }> {
    const jsep = { type: 'offer', sdp: offer, ...(ridOrder === undefined ? {} : { rid_order: ridOrder }) } as const;
    const body = { request: 'joinandconfigure', ptype: 'publisher', room, id: publisher };
    const { data, description } = await this.#handle.message(Joined, body, jsep);
    return { answer: sdpOf(description), streams: data.streams };
  }

  /** A further offer, such as for an ICE restart. */
  async renegotiate(offer: string): Promise<string> {
    const body = { request: 'configure' };
    const { description } = await this.#handle.message(Configured, body, { type: 'offer', sdp: offer });
    return sdpOf(description);
  }

  /**
   * Of one medium, such as a layer. Janus passes on one a second for each medium and loses the
   * others, so ask through `KeyFrames`.
   */
  async requestKeyFrame(mid: string): Promise<void> {
    await this.#handle.message(Configured, { request: 'configure', mid, keyframe: true });
  }
}

function sdpOf(description: Description | undefined): string {
  if (description?.type === 'answer') return description.sdp;
  throw new JanusError('unreadable', 'Janus has not answered the offer');
}
