/**
 * Watches encoders and worker: whether the scene's frames are encoded and reach the worker, and
 * whether the worker answers. Their faults stop all links at once, so no link is blamed for them.
 */
import { Machine } from '@lectern/state';
import type { Codec } from '@lectern/steering';
import loglevel from 'loglevel';
import {
  ENCODER_PICTURE_REPAIRS,
  ENCODER_SOUND_REPAIRS,
  ENGINE_CHECK,
  WORKER_REPAIRS,
  type EngineRepair,
} from '../../policy/encoding.ts';
import {
  newFlow,
  stepFlow,
  type FlowReading,
  type FlowRepair,
  type FlowState,
  type RepairLadder,
} from '../../standstill/flow-step.ts';
import type { EncodedCounts } from './worker-messages.ts';

const log = loglevel.getLogger('media');

/** The picture in each codec, and the sound. */
export type EngineStream = Codec | 'sound';

const STREAMS: readonly EngineStream[] = ['vp8', 'av1', 'sound'];

export interface WatchedEngine {
  /** Whether its encoder should make it now. */
  needs(stream: EngineStream): boolean;
  /** Asks the worker how many frames have come to it; it answers with `noteAnswer`. */
  countFrames(): void;
  /** What the scene has given to the encoders. */
  readSources(): Promise<Readonly<Record<EngineStream, number | null>>>;
  repair(repair: EngineRepair, stream: EngineStream): void;
}

type FlowMachine = Machine<FlowState, FlowReading, FlowRepair<EngineRepair>>;

export class EngineWatch {
  readonly #engine: WatchedEngine;
  readonly #streams: Readonly<Record<EngineStream, FlowMachine>>;
  readonly #worker: FlowMachine;
  readonly #timer: ReturnType<typeof setInterval>;
  #encoded: EncodedCounts = { layers: { vp8: { 0: 0, 1: 0, 2: 0 }, av1: { 0: 0, 1: 0, 2: 0 } }, sound: 0 };
  #asked = 0;
  #answered = 0;
  #checkedAtMs = performance.now();

  constructor(engine: WatchedEngine) {
    this.#engine = engine;
    this.#streams = {
      vp8: this.#machine('picture in vp8', 'vp8', ENCODER_PICTURE_REPAIRS),
      av1: this.#machine('picture in av1', 'av1', ENCODER_PICTURE_REPAIRS),
      sound: this.#machine('sound', 'sound', ENCODER_SOUND_REPAIRS),
    };
    this.#worker = this.#machine('worker', 'sound', WORKER_REPAIRS);
    this.#timer = setInterval(() => void this.#check(), ENGINE_CHECK.intervalMs);
  }

  /** How many frames have come to the worker, as it has answered last. */
  get encoded(): EncodedCounts {
    return this.#encoded;
  }

  /** The worker's answer: how many frames have come to it since its start. */
  noteAnswer(encoded: EncodedCounts): void {
    this.#answered += 1;
    this.#encoded = encoded;
  }

  close(): void {
    clearInterval(this.#timer);
  }

  async #check(): Promise<void> {
    const atMs = performance.now();
    // After sleep, or on a page that stood still, the time that has passed is not the worker's.
    const isLate = atMs - this.#checkedAtMs > ENGINE_CHECK.lateMs;
    this.#checkedAtMs = atMs;
    this.#worker.dispatch({ type: 'flow-read', atMs, isExpected: !isLate, source: this.#asked, sent: this.#answered });
    this.#asked += 1;
    this.#engine.countFrames();
    const sources = await this.#sources();
    for (const stream of STREAMS)
      this.#streams[stream].dispatch({
        type: 'flow-read',
        atMs,
        isExpected: !isLate && sources !== undefined && this.#engine.needs(stream),
        source: sources?.[stream] ?? null,
        sent: stream === 'sound' ? this.#encoded.sound : totalOf(this.#encoded.layers[stream]),
      });
  }

  /** Undefined while they need not be known, or cannot. */
  async #sources(): Promise<Readonly<Record<EngineStream, number | null>> | undefined> {
    if (!STREAMS.some((stream) => this.#engine.needs(stream))) return undefined;
    try {
      return await this.#engine.readSources();
    } catch (error) {
      log.debug('the sources of the encoders could not be read:', error);
      return undefined;
    }
  }

  #machine(what: string, stream: EngineStream, ladder: RepairLadder<EngineRepair>): FlowMachine {
    return new Machine<FlowState, FlowReading, FlowRepair<EngineRepair>>({
      initial: newFlow(performance.now()),
      step: stepFlow(ladder),
      perform: ({ repair }) => {
        log.warn(`${what} stands still; repaired by: ${repair}`);
        this.#engine.repair(repair, stream);
      },
    });
  }
}

const totalOf = (layers: EncodedCounts['layers'][Codec]): number => layers[0] + layers[1] + layers[2];
