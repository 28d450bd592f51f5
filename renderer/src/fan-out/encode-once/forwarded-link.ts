/**
 * One link in the fan-out worker, or one layer of a publishing link: writes the frames of its layer,
 * timed by its sender's own clock.
 */
import type { Codec, LayerIndex } from '@lectern/steering';
import loglevel from 'loglevel';
import { LinkClock, type SceneClock } from './clock.ts';
import { cloneVideoFrame, type EncodedStreams } from './encoded-frames.ts';
import type { SoundFrame, SoundProtection } from './scene-sound.ts';

const log = loglevel.getLogger('fan-out');

/** On a link that works, writes finish at once; with this many unfinished it is broken. */
const MAX_PENDING_WRITES = 90;

/**
 * A kept picture that has grown longer than this is given up for a new key frame: sending all of it
 * would delay the newest frame.
 */
const MAX_KEPT_FRAMES = 15;
/** Kept frames are sent 1 ms apart (90 ticks at 90 kHz). */
const KEPT_FRAME_TICKS = 90;

/** A frame of the encoder, the same object for all links. */
export interface SceneFrame {
  readonly frame: RTCEncodedVideoFrame;
  /**
   * Read once for all links, since reading costs more than forwarding. Each link writes its own
   * timestamp into it.
   */
  readonly metadata: RTCEncodedVideoFrameMetadata;
  readonly layer: LayerIndex;
  /** The frame's place on the scene's timeline. */
  readonly sceneTicks: number;
}

export interface ForwardedLinkEvents {
  onKeyFrameWanted(): void;
  onKeyFrameSent(layer: LayerIndex): void;
  /** The offset of the link's timestamps is known. */
  onClockReady(): void;
  onStarved(): void;
  /** Its sound cannot be protected from loss in this browser. */
  onSoundUnprotected(): void;
  onBroken(): void;
}

export class ForwardedLink {
  readonly #streams: {
    readonly video: WritableStream<RTCEncodedVideoFrame>;
    readonly audio: WritableStream<RTCEncodedAudioFrame> | null;
  };
  #video: WritableStreamDefaultWriter<RTCEncodedVideoFrame>;
  #audio: WritableStreamDefaultWriter<RTCEncodedAudioFrame> | null;
  readonly #events: ForwardedLinkEvents;
  readonly #clock = new LinkClock();
  #codec: Codec = 'vp8';
  #phase: 'opened' | 'connected' | 'held' | 'closed' = 'opened';
  #wanted: LayerIndex | undefined;
  #current: LayerIndex | undefined;
  /** A key frame and what followed it, to begin with as soon as the link can send. */
  #kept: SceneFrame[] = [];
  #protection: SoundProtection | null = null;

  constructor(
    video: EncodedStreams<RTCEncodedVideoFrame>,
    audio: EncodedStreams<RTCEncodedAudioFrame> | null,
    events: ForwardedLinkEvents,
  ) {
    this.#streams = { video: video.writable, audio: audio?.writable ?? null };
    this.#video = video.writable.getWriter();
    this.#audio = this.#streams.audio?.getWriter() ?? null;
    this.#events = events;
  }

  /** Of the frames that it is given. */
  get codec(): Codec {
    return this.#codec;
  }

  /** Before it is given any. */
  read(codec: Codec): void {
    this.#codec = codec;
  }

  /** The path is up. */
  connect(): void {
    if (this.#phase !== 'opened') return;
    this.#phase = 'connected';
    this.#begin();
  }

  /** Null is no picture. */
  choose(layer: LayerIndex | null): void {
    if (layer === this.#wanted) return;
    this.#wanted = layer ?? undefined;
    if (layer === null) this.#current = undefined;
    if (this.#kept[0]?.layer !== layer) this.#kept = [];
    if (layer !== this.#current) this.#requestKeyFrame();
  }

  /**
   * The sending stream is about to restart and would lose what is written before, so a key frame is
   * kept meanwhile.
   */
  hold(): void {
    if (this.#phase !== 'connected') return;
    this.#phase = 'held';
    this.#current = undefined;
  }

  release(): void {
    if (this.#phase !== 'held') return;
    this.#phase = 'connected';
    this.#begin();
  }

  /** The page has noticed that nothing leaves. */
  renew(layer: LayerIndex | null): void {
    if (this.#phase === 'closed') return;
    this.#video.releaseLock();
    this.#audio?.releaseLock();
    this.#video = this.#streams.video.getWriter();
    this.#audio = this.#streams.audio?.getWriter() ?? null;
    this.#phase = 'connected';
    this.#wanted = layer ?? undefined;
    this.#current = undefined;
    this.#kept = [];
    this.#begin();
  }

  close(): void {
    this.#phase = 'closed';
    this.#kept = [];
    void closeWriter(this.#video);
    if (this.#audio) void closeWriter(this.#audio);
  }

  /**
   * A frame of the link's own track, which is never sent: it sets the clock, and as a key frame
   * says that the watcher needs one.
   */
  observeOwn(frame: RTCEncodedVideoFrame, atMs: number, scene: SceneClock): void {
    const { rtpTimestamp } = frame.getMetadata();
    const isFirst = !this.#clock.isReady;
    if (rtpTimestamp !== undefined) this.#clock.observeOwn(rtpTimestamp, atMs, scene);
    if (isFirst && this.#clock.isReady) {
      this.#events.onClockReady();
      this.#begin();
    } else if (frame.type === 'key') this.#events.onStarved();
  }

  forwardVideo(frame: SceneFrame): void {
    if (this.#canSend) this.#send(frame);
    else if (this.#phase !== 'closed') this.#holdBack(frame);
  }

  /** From the next frame on; null is no protection from loss. */
  protectSound(protection: SoundProtection | null): void {
    this.#protection = protection;
  }

  forwardAudio(frame: SoundFrame): void {
    if (!this.#audio || (this.#phase !== 'connected' && this.#phase !== 'held')) return;
    this.#write(this.#audio, () => this.#copyOf(frame));
  }

  #copyOf(frame: SoundFrame): RTCEncodedAudioFrame {
    if (!this.#protection) return frame.copy();
    const redundant = frame.redundantCopy(this.#protection);
    if (redundant) return redundant;
    this.#protection = null;
    this.#events.onSoundUnprotected();
    return frame.copy();
  }

  get #canSend(): boolean {
    return this.#phase === 'connected' && this.#clock.isReady;
  }

  /** Sends the kept picture if there is one, and requests a key frame otherwise. */
  #begin(): void {
    if (this.#canSend) {
      const kept = this.#kept.splice(0);
      const newestTicks = kept.at(-1)?.sceneTicks ?? 0;
      // Close together in time: at their real distance, the receiver would play them at that
      // distance and stay behind by all of it.
      kept.forEach((frame, index) =>
        this.#send({ ...frame, sceneTicks: newestTicks - (kept.length - 1 - index) * KEPT_FRAME_TICKS }),
      );
    }
    if (this.#current === undefined && this.#kept.length === 0) this.#requestKeyFrame();
  }

  #holdBack(frame: SceneFrame): void {
    if (frame.layer !== this.#wanted) return;
    if (frame.frame.type === 'key') this.#kept = [frame];
    else if (this.#kept.length >= MAX_KEPT_FRAMES) this.#kept = [];
    else if (this.#kept.length > 0) this.#kept.push(frame);
  }

  #send({ frame, metadata, layer, sceneTicks }: SceneFrame): void {
    const isKey = frame.type === 'key';
    if (isKey && layer === this.#wanted) this.#current = layer;
    if (layer !== this.#current) return;
    metadata.rtpTimestamp = this.#clock.timestampOf(sceneTicks);
    this.#write(this.#video, () => cloneVideoFrame(frame, metadata));
    if (isKey) this.#events.onKeyFrameSent(layer);
  }

  /** Requested before the path is up, so that the frame is ready when it is. */
  #requestKeyFrame(): void {
    if (this.#phase === 'closed' || this.#phase === 'held' || this.#wanted === undefined) return;
    this.#events.onKeyFrameWanted();
  }

  /** A failure here concerns this link only. */
  #write<F>(writer: WritableStreamDefaultWriter<F>, clone: () => F): void {
    if ((writer.desiredSize ?? 0) < -MAX_PENDING_WRITES) return this.#events.onBroken();
    try {
      writer.write(clone()).catch(this.#handleFailedWrite);
    } catch {
      this.#handleFailedWrite();
    }
  }

  readonly #handleFailedWrite = (): void => {
    if (this.#phase === 'connected') this.#events.onBroken();
  };
}

async function closeWriter(writer: WritableStreamDefaultWriter<unknown>): Promise<void> {
  try {
    await writer.close();
  } catch (error) {
    log.debug('a stream was closed or broken already, with its connection:', error);
  }
}
