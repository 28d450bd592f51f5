/** One link in the fan-out worker: takes the frames of its layer, in the link's own time. */
import type { LayerIndex } from '@lectern/steering';
import { LinkClock, type SceneClock } from './clock.ts';
import { cloneAudioFrame, cloneVideoFrame, type EncodedStreams } from './insertable-streams.ts';

/** Writes answer at once on a link that works; so many open ones mean that it does not. */
const STALLED_WRITES = 90;

/** A picture that has waited longer for its path than this many frames is made anew: sending all of it would only hold the newest up. */
const KEPT_FRAMES = 15;
/** A millisecond. */
const TICKS_BETWEEN_KEPT = 90;

/** A frame of the encoder as all links take it. */
export interface SceneFrame {
  readonly frame: RTCEncodedVideoFrame;
  /** Read once for all links, each of which puts its own timestamp in: reading it costs more than forwarding. */
  readonly metadata: RTCEncodedVideoFrameMetadata;
  readonly layer: LayerIndex;
  /** The frame's place on the scene's timeline. */
  readonly sceneTicks: number;
}

export interface ForwardedLinkEvents {
  keyFrameWanted(): void;
  keyFrameSent(layer: LayerIndex): void;
  /** The link's own track has told where its timestamps stand. */
  clockReady(): void;
  starved(): void;
  broken(): void;
}

export class ForwardedLink {
  readonly #video: WritableStreamDefaultWriter<RTCEncodedVideoFrame>;
  readonly #audio: WritableStreamDefaultWriter<RTCEncodedAudioFrame>;
  readonly #events: ForwardedLinkEvents;
  readonly #clock = new LinkClock();
  #place: 'opened' | 'connected' | 'held' | 'closed' = 'opened';
  #wanted: LayerIndex | undefined;
  #current: LayerIndex | undefined;
  /** What the link is to begin with, once it can: a key frame and all that follows it. */
  #kept: SceneFrame[] = [];

  constructor(
    video: EncodedStreams<RTCEncodedVideoFrame>,
    audio: EncodedStreams<RTCEncodedAudioFrame>,
    events: ForwardedLinkEvents,
  ) {
    this.#video = video.writable.getWriter();
    this.#audio = audio.writable.getWriter();
    this.#events = events;
  }

  get pendingWrites(): number {
    return [this.#video, this.#audio].reduce((sum, { desiredSize }) => sum + Math.max(0, 1 - (desiredSize ?? 1)), 0);
  }

  connected(): void {
    if (this.#place !== 'opened') return;
    this.#place = 'connected';
    this.#begin();
  }

  /** Null is no picture. */
  choose(layer: LayerIndex | null): void {
    if (layer === this.#wanted) return;
    this.#wanted = layer ?? undefined;
    if (layer === null) this.#current = undefined;
    if (this.#kept[0]?.layer !== layer) this.#kept = [];
    if (layer !== this.#current) this.#askForKeyFrame();
  }

  /** Its stream is about to begin anew: what is written before that is lost, so a key frame that comes meanwhile is kept. */
  hold(): void {
    if (this.#place !== 'connected') return;
    this.#place = 'held';
    this.#current = undefined;
  }

  release(): void {
    if (this.#place !== 'held') return;
    this.#place = 'connected';
    this.#begin();
  }

  close(): void {
    this.#place = 'closed';
    this.#kept = [];
    // The connection closes both ends of its streams; a writer that is already errored says so here.
    void this.#video.close().catch(() => undefined);
    void this.#audio.close().catch(() => undefined);
  }

  /** A frame of the link's own track: a clock, and a bell when its watcher asks for a key frame. Never sent. */
  takeOwn(frame: RTCEncodedVideoFrame, atMs: number, scene: SceneClock): void {
    const { rtpTimestamp } = frame.getMetadata();
    const isFirst = !this.#clock.isReady;
    if (rtpTimestamp !== undefined) this.#clock.observeOwn(rtpTimestamp, atMs, scene);
    if (isFirst && this.#clock.isReady) {
      this.#events.clockReady();
      this.#begin();
    } else if (frame.type === 'key') this.#events.starved();
  }

  takeVideo(taken: SceneFrame): void {
    if (this.#canSend) this.#send(taken);
    else if (this.#place !== 'closed') this.#keep(taken);
  }

  takeAudio(frame: RTCEncodedAudioFrame): void {
    if (this.#place !== 'connected' && this.#place !== 'held') return;
    this.#write(this.#audio, () => cloneAudioFrame(frame));
  }

  get #canSend(): boolean {
    return this.#place === 'connected' && this.#clock.isReady;
  }

  /** With the picture that has been kept for this moment, or with one that is asked for now. */
  #begin(): void {
    if (this.#canSend) {
      const kept = this.#kept.splice(0);
      const newestTicks = kept.at(-1)?.sceneTicks ?? 0;
      // Close together in time: a receiver that were to show them at their distance would stay behind by all of it.
      kept.forEach((one, index) =>
        this.#send({ ...one, sceneTicks: newestTicks - (kept.length - 1 - index) * TICKS_BETWEEN_KEPT }),
      );
    }
    if (this.#current === undefined && this.#kept.length === 0) this.#askForKeyFrame();
  }

  #keep(taken: SceneFrame): void {
    if (taken.layer !== this.#wanted) return;
    if (taken.frame.type === 'key') this.#kept = [taken];
    else if (this.#kept.length >= KEPT_FRAMES) this.#kept = [];
    else if (this.#kept.length > 0) this.#kept.push(taken);
  }

  #send({ frame, metadata, layer, sceneTicks }: SceneFrame): void {
    const isKey = frame.type === 'key';
    if (isKey && layer === this.#wanted) this.#current = layer;
    if (layer !== this.#current) return;
    metadata.rtpTimestamp = this.#clock.timestampOf(sceneTicks);
    this.#write(this.#video, () => cloneVideoFrame(frame, metadata));
    if (isKey) this.#events.keyFrameSent(layer);
  }

  /** As soon as somebody is there: by the time that its path is up, the frame is. */
  #askForKeyFrame(): void {
    if (this.#place !== 'closed' && this.#place !== 'held' && this.#wanted !== undefined) this.#events.keyFrameWanted();
  }

  /** Whatever goes wrong here is this link's alone: the others go on. */
  #write<F>(writer: WritableStreamDefaultWriter<F>, clone: () => F): void {
    if ((writer.desiredSize ?? 0) < -STALLED_WRITES) return this.#events.broken();
    try {
      writer.write(clone()).catch(this.#handleFailedWrite);
    } catch {
      this.#handleFailedWrite();
    }
  }

  readonly #handleFailedWrite = (): void => {
    if (this.#place === 'connected') this.#events.broken();
  };
}
