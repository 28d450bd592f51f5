/**
 * Watches encoder and worker: whether the scene's frames are encoded and reach the worker, and
 * whether the worker answers. Their faults stop all links at once, so no link is blamed for them.
 */
import { Machine } from '@lectern/state';
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
import type { StreamKind } from '../watch/link-vitals.ts';
import type { EncodedCounts } from './worker-messages.ts';

const log = loglevel.getLogger('media');

export interface WatchedEngine {
  /** Whether the encoder should make it now. */
  needs(stream: StreamKind): boolean;
  /** Asks the worker how many frames have come to it; it answers with `noteAnswer`. */
  countFrames(): void;
  /** What the scene has given to the encoder. */
  readSources(): Promise<Readonly<Record<StreamKind, number | null>>>;
  repair(repair: EngineRepair): void;
}

type FlowMachine = Machine<FlowState, FlowReading, FlowRepair<EngineRepair>>;

export class EngineWatch {
  readonly #engine: WatchedEngine;
  readonly #streams: Readonly<Record<StreamKind, FlowMachine>>;
  readonly #worker: FlowMachine;
  readonly #timer: ReturnType<typeof setInterval>;
  #encoded: EncodedCounts = { layers: { 0: 0, 1: 0, 2: 0 }, sound: 0 };
  #asked = 0;
  #answered = 0;
  #checkedAtMs = performance.now();

  constructor(engine: WatchedEngine) {
    this.#engine = engine;
    this.#streams = {
      picture: this.#machine('picture', ENCODER_PICTURE_REPAIRS),
      sound: this.#machine('sound', ENCODER_SOUND_REPAIRS),
    };
    this.#worker = this.#machine('worker', WORKER_REPAIRS);
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
    for (const kind of ['picture', 'sound'] as const)
      this.#streams[kind].dispatch({
        type: 'flow-read',
        atMs,
        isExpected: !isLate && sources !== undefined && this.#engine.needs(kind),
        source: sources?.[kind] ?? null,
        sent: kind === 'sound' ? this.#encoded.sound : totalOf(this.#encoded.layers),
      });
  }

  /** Undefined while they need not be known, or cannot. */
  async #sources(): Promise<Readonly<Record<StreamKind, number | null>> | undefined> {
    if (!this.#engine.needs('picture') && !this.#engine.needs('sound')) return undefined;
    try {
      return await this.#engine.readSources();
    } catch (error) {
      log.debug('the encoder’s sources could not be read:', error);
      return undefined;
    }
  }

  #machine(what: string, ladder: RepairLadder<EngineRepair>): FlowMachine {
    return new Machine<FlowState, FlowReading, FlowRepair<EngineRepair>>({
      initial: newFlow(performance.now()),
      step: stepFlow(ladder),
      perform: ({ repair }) => {
        log.warn(`${what} stands still; repaired by: ${repair}`);
        this.#engine.repair(repair);
      },
    });
  }
}

const totalOf = (layers: EncodedCounts['layers']): number => layers[0] + layers[1] + layers[2];
