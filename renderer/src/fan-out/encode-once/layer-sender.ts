/**
 * One layer of a publishing link: a sender of its own, with a track that keeps its clock, and its
 * stream in the worker.
 */
import type { LinkId } from '@lectern/protocol';
import type { LayerIndex } from '@lectern/steering';
import type { ClockTracks } from './clock-tracks.ts';
import { preferCodecs } from './insertable-streams.ts';
import type { KeyFrameSchedule } from './key-frame-schedule.ts';
import { LinkStream, ownEncodingOf } from './link-stream.ts';
import { openInWorker } from './open-in-worker.ts';
import type { LayeredLink } from './sent-layers.ts';
import type { FromWorkerLink, ToWorkerLink } from './worker-messages.ts';

export interface LayerSenderOptions {
  readonly linkId: LinkId;
  readonly layer: LayerIndex;
  readonly pc: RTCPeerConnection;
  readonly streams: MediaStream[];
  readonly worker: Worker;
  readonly keyFrames: KeyFrameSchedule;
  /** Shared by all links and stopped by their owner. */
  readonly clock: ClockTracks | null;
  readonly ceilingKbps: number;
  /** The sound of the connection, where this layer carries it. */
  readonly audio: RTCRtpSender | null;
  readonly onKeyFrameSent: () => void;
  readonly onBroken: () => void;
}

export class LayerSender {
  readonly layer: LayerIndex;
  readonly stream: LinkStream;
  /** As a link that gets this layer and no other. */
  readonly asLink: LayeredLink;
  readonly #options: LayerSenderOptions;
  readonly #transceiver: RTCRtpTransceiver;
  readonly #port: MessagePort;
  readonly #closing = new AbortController();
  #isWanted = false;
  #isSent = false;

  constructor(options: LayerSenderOptions) {
    const { linkId, layer, pc, streams, worker, clock, ceilingKbps, audio } = options;
    this.#options = options;
    this.layer = layer;
    this.#transceiver = pc.addTransceiver(clock?.own ?? 'video', {
      direction: 'sendonly',
      streams,
      sendEncodings: [ownEncodingOf(ceilingKbps)],
    });
    preferCodecs(this.#transceiver, ['vp8']);
    const { sender } = this.#transceiver;
    const sentLayer = (): LayerIndex | null => (this.#isSent ? layer : null);
    this.asLink = {
      pc: sender,
      codec: 'vp8',
      get sent() {
        return sentLayer();
      },
    };
    this.stream = new LinkStream({
      linkId,
      sender,
      clock,
      ceilingKbps,
      onHeld: () => this.#send({ type: 'held' }),
      onReleased: () => this.#send({ type: 'released' }),
    });
    this.#port = openInWorker(worker, sender, audio);
    const { signal } = this.#closing;
    this.#port.addEventListener('message', ({ data }: MessageEvent<FromWorkerLink>) => this.#handle(data), { signal });
    this.#port.start();
  }

  /** Of its medium; null before the first offer. */
  get mid(): string | null {
    return this.#transceiver.mid;
  }

  get isWanted(): boolean {
    return this.#isWanted;
  }

  get isSent(): boolean {
    return this.#isSent;
  }

  /** The path is up. */
  connect(): void {
    this.#send({ type: 'connected' });
  }

  /** Whether it flows from now on: at its next key frame it begins, at once it ends. */
  choose(isWanted: boolean): void {
    if (isWanted === this.#isWanted) return;
    this.#isWanted = isWanted;
    if (!isWanted) this.#stop();
    this.#send({ type: 'layer-chosen', layer: isWanted ? this.layer : null });
  }

  /** Its watchers are many, so no request is one too many: only the schedule spaces key frames. */
  requestKeyFrame(): void {
    if (this.#isWanted && !this.stream.isHeld && !this.#closing.signal.aborted) this.#options.keyFrames.request(this);
  }

  /** Nothing leaves although it should. */
  renew(): void {
    this.#send({ type: 'renewed', layer: this.#isWanted ? this.layer : null });
  }

  close(): void {
    this.#closing.abort();
    this.#stop();
    this.#send({ type: 'closed' });
    this.#port.close();
  }

  #stop(): void {
    this.#isSent = false;
    this.#options.keyFrames.withdraw(this);
  }

  #handle(message: FromWorkerLink): void {
    switch (message.type) {
      case 'key-frame-wanted':
        this.requestKeyFrame();
        break;
      case 'clock-ready':
        void this.stream.slowClock();
        break;
      case 'key-frame-sent':
        if (!this.#isWanted) break;
        this.#isSent = true;
        this.#options.keyFrames.withdraw(this);
        this.#options.onKeyFrameSent();
        break;
      case 'broken':
        this.#options.onBroken();
        break;
      // The link's statistics show the same request sooner; noticed twice, it would cost two key frames.
      case 'starved':
      case 'sound-unprotected':
        break;
    }
  }

  #send(message: ToWorkerLink): void {
    this.#port.postMessage(message, []);
  }
}
