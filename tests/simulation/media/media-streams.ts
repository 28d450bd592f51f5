/**
 * Picture and sound of one connection, as counts. After a gap the picture stands until a key frame:
 * one that is asked for, one that the sender adds by itself, or the browser's own after some
 * seconds.
 */
import { Flow } from './flow.ts';
import type { Program } from '../machines/machine.ts';
import type { Network } from '../network/network.ts';
import type { TransportEnd } from './transport.ts';

const RATES = { picture: 90, sound: 50, frames: 25, feedback: 12, checks: 0.8 };
/** A shorter gap is repaired by repetitions. */
const REPAIRED_GAP_MS = 250;
/** Chromium asks for a key frame by itself. */
const OWN_REQUEST_MS = 2_500;

/** The connection that the streams are on. */
export interface StreamingEnd extends TransportEnd, EventTarget {
  readonly program: Program;
  readonly network: Network;
  readonly connectionState: RTCPeerConnectionState;
  readonly streams: MediaStreams;
}

/** A track of a receiving connection. */
export interface ReceivedTrack {
  readonly kind: 'video' | 'audio';
  readonly streams: MediaStreams;
}

export class MediaStreams {
  readonly #connection: StreamingEnd;
  readonly picture: Flow;
  readonly sound: Flow;
  readonly frames: Flow;
  readonly feedback: Flow;
  readonly checks: Flow;
  /** What this end gives to its connection. */
  sends = { picture: false, sound: false };
  readonly sentPicture: Flow;
  readonly sentSound: Flow;
  #receives = false;
  #needsKeyFrame = true;
  #stoppedAtMs = 0;
  #hasFrames = false;
  readonly #onFirst: (() => void)[] = [];

  constructor(connection: StreamingEnd) {
    this.#connection = connection;
    const flow = (perSecond: number): Flow => new Flow(() => connection.network.time.nowMs, perSecond);
    this.picture = flow(RATES.picture);
    this.sound = flow(RATES.sound);
    this.frames = flow(RATES.frames);
    this.feedback = flow(RATES.feedback);
    this.checks = flow(RATES.checks);
    this.sentPicture = flow(RATES.picture * 1_000);
    this.sentSound = flow(RATES.sound * 100);
  }

  get received(): number {
    return this.picture.count + this.sound.count + this.feedback.count;
  }

  get isReceiving(): boolean {
    return this.#receives;
  }

  /** Calls `listener` with the first frame. */
  onFirstFrame(listener: () => void): void {
    if (this.#hasFrames) listener();
    else this.#onFirst.push(listener);
  }

  /** From now on. */
  send(sends: { readonly picture: boolean; readonly sound: boolean }): void {
    this.sends = { ...sends };
    this.update();
  }

  /** The connection has an offer with picture and sound. */
  receive(): void {
    if (this.#receives) return;
    this.#receives = true;
    for (const kind of ['video', 'audio'] as const) {
      const track: ReceivedTrack = { kind, streams: this };
      this.#connection.dispatchEvent(Object.assign(new Event('track'), { track }));
    }
  }

  /** This end's encoder gives a key frame. */
  sendKeyFrame(): void {
    const { transport, network } = this.#connection;
    if (transport === undefined || !transport.isUp || !this.sends.picture) return;
    const other = transport.otherOf(this.#connection);
    network.time.after(network.delayMs, () => (other as StreamingEnd).streams.#keyFrame());
  }

  /** The path, or what is sent, has changed. */
  update(): void {
    const { transport, isClosed } = this.#connection;
    const isUp = transport?.isUp === true && !isClosed;
    // A sender does not know that its packets are lost.
    const isConnected = transport !== undefined && !isClosed && this.#connection.connectionState !== 'failed';
    const other = isUp ? (transport.otherOf(this.#connection) as StreamingEnd) : undefined;
    const sent = other?.streams.sends;
    this.feedback.set(other !== undefined && other.streams.#receives);
    this.checks.set(isUp);
    this.sentPicture.set(isConnected && this.sends.picture);
    this.sentSound.set(isConnected && this.sends.sound);
    this.sound.set(sent?.sound === true);
    this.#setPicture(sent?.picture === true);
    if (other !== undefined && !this.#receives) other.streams.#updateReceived();
  }

  stop(): void {
    for (const flow of [
      this.picture,
      this.sound,
      this.frames,
      this.feedback,
      this.checks,
      this.sentPicture,
      this.sentSound,
    ])
      flow.set(false);
    this.#onFirst.length = 0;
  }

  #updateReceived(): void {
    if (this.#receives) this.update();
  }

  #setPicture(isFlowing: boolean): void {
    const { time } = this.#connection.network;
    if (isFlowing === this.picture.isFlowing) return;
    this.picture.set(isFlowing);
    if (!isFlowing) {
      this.#stoppedAtMs = time.nowMs;
      this.frames.set(false);
      return;
    }
    if (time.nowMs - this.#stoppedAtMs > REPAIRED_GAP_MS) this.#needsKeyFrame = true;
    if (!this.#needsKeyFrame) return this.frames.set(true);
    time.after(OWN_REQUEST_MS, () => this.picture.isFlowing && this.#keyFrame());
  }

  #keyFrame(): void {
    if (!this.picture.isFlowing || this.#connection.isClosed) return;
    this.#needsKeyFrame = false;
    this.frames.set(true);
    if (this.#hasFrames) return;
    this.#hasFrames = true;
    for (const listener of this.#onFirst.splice(0)) this.#connection.program.run(listener);
  }
}
