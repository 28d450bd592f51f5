/** One link inside the fan-out worker: takes the frames of its layer, in the link's own time. */
import type { LayerIndex } from '../layers.ts';
import { LinkClock, type SceneClock } from './clock.ts';
import { cloneAudioFrame, cloneVideoFrame, type EncodedStreams } from './insertable-streams.ts';

/** Writes answer at once on a link that works; so many open ones mean that it does not. */
const STALLED_WRITES = 90;

export interface ForwardedLinkEvents {
  switched(layer: LayerIndex): void;
  keyFrameWanted(layer: LayerIndex): void;
  starved(): void;
  broken(): void;
}

export class ForwardedLink {
  readonly #video: WritableStreamDefaultWriter<RTCEncodedVideoFrame>;
  readonly #audio: WritableStreamDefaultWriter<RTCEncodedAudioFrame>;
  readonly #events: ForwardedLinkEvents;
  readonly #clock = new LinkClock();
  #place: 'opened' | 'connected' | 'closed' = 'opened';
  #wanted: LayerIndex | undefined;
  #current: LayerIndex | undefined;
  #pendingWrites = 0;

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
    return this.#pendingWrites;
  }

  connected(): void {
    if (this.#place !== 'opened') return;
    this.#place = 'connected';
    this.#askForKeyFrame();
  }

  /** `at-once`: the line is full, and every frame of the layer before would only stand in the new one's way. */
  choose(layer: LayerIndex, when: 'seamlessly' | 'at-once'): void {
    if (layer === this.#wanted) return;
    this.#wanted = layer;
    if (when === 'at-once') this.#current = undefined;
    if (layer !== this.#current) this.#askForKeyFrame();
  }

  close(): void {
    this.#place = 'closed';
    // The connection closes both ends of its streams; a writer that is already errored says so here.
    void this.#video.close().catch(() => undefined);
    void this.#audio.close().catch(() => undefined);
  }

  /** A frame of the link's own track: a clock, and a bell when its watcher asks for a key frame. Never sent. */
  takeOwn(frame: RTCEncodedVideoFrame, atMs: number, scene: SceneClock): void {
    const { rtpTimestamp } = frame.getMetadata();
    const isFirst = !this.#clock.isReady;
    if (rtpTimestamp !== undefined) this.#clock.observeOwn(rtpTimestamp, atMs, scene);
    if (isFirst && this.#clock.isReady) this.#askForKeyFrame();
    else if (frame.type === 'key') this.#events.starved();
  }

  takeVideo(frame: RTCEncodedVideoFrame, layer: LayerIndex, sceneTicks: number): void {
    if (this.#place !== 'connected' || !this.#clock.isReady) return;
    if (layer !== this.#current) {
      if (layer !== this.#wanted || frame.type !== 'key') return;
      this.#current = layer;
      this.#events.switched(layer);
    }
    this.#write(this.#video, cloneVideoFrame(frame, this.#clock.timestampOf(sceneTicks)));
  }

  takeAudio(frame: RTCEncodedAudioFrame): void {
    if (this.#place !== 'connected') return;
    this.#write(this.#audio, cloneAudioFrame(frame));
  }

  #askForKeyFrame(): void {
    if (this.#place === 'connected' && this.#clock.isReady && this.#wanted !== undefined) {
      this.#events.keyFrameWanted(this.#wanted);
    }
  }

  #write<F>(writer: WritableStreamDefaultWriter<F>, frame: F): void {
    if (this.#pendingWrites > STALLED_WRITES) {
      this.#events.broken();
      return;
    }
    this.#pendingWrites += 1;
    writer
      .write(frame)
      .catch(() => {
        if (this.#place === 'connected') this.#events.broken();
      })
      .finally(() => {
        this.#pendingWrites -= 1;
      });
  }
}
