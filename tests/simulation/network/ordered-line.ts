/**
 * One direction of a reliable connection, as TCP and SCTP are: in order, and repeated until it
 * arrives or is given up. While nothing gets through, repetitions come at growing intervals.
 */
import type { Scheduled } from '../machines/time.ts';
import { OVERTAKEN_MS } from './messages.ts';
import type { Network } from './network.ts';

const FIRST_REPEAT_MS = 200;

interface Waiting<T> {
  readonly message: T;
  readonly atMs: number;
}

export interface LineOptions<T> {
  readonly network: Network;
  readonly isOpen: () => boolean;
  readonly longestRepeatMs: number;
  readonly deliver: (message: T) => void;
  /** Whether the harsh way may touch it. */
  readonly isTouchable: (message: T) => boolean;
}

export class OrderedLine<T> {
  readonly #options: LineOptions<T>;
  #queue: Waiting<T>[] = [];
  #lastMs = 0;
  #repeatMs = FIRST_REPEAT_MS;
  #pump: Scheduled | undefined;
  #isEnded = false;

  constructor(options: LineOptions<T>) {
    this.#options = options;
  }

  send(message: T): void {
    const { network, isTouchable } = this.#options;
    const fate = isTouchable(message) ? network.messages.fate() : 'kept';
    if (fate === 'dropped' || this.#isEnded) return;
    if (fate === 'delayed' || fate === 'swapped') {
      return void network.time.after(network.random.between(1, OVERTAKEN_MS), () => this.#enqueue(message));
    }
    this.#enqueue(message);
    if (fate === 'doubled') network.time.after(network.random.between(0, OVERTAKEN_MS), () => this.#enqueue(message));
  }

  /** What is on its way is lost. */
  end(): void {
    this.#isEnded = true;
    this.#queue = [];
  }

  #enqueue(message: T): void {
    if (this.#isEnded) return;
    const { network } = this.#options;
    const atMs = Math.max(this.#lastMs, network.time.nowMs + network.delayMs);
    this.#lastMs = atMs;
    this.#queue.push({ message, atMs });
    if (this.#pump === undefined) this.#pumpAfter(atMs - network.time.nowMs);
  }

  #pumpAfter(delayMs: number): void {
    this.#pump = this.#options.network.time.after(delayMs, () => {
      this.#pump = undefined;
      this.#deliver();
    });
  }

  #deliver(): void {
    const [first] = this.#queue;
    if (first === undefined) return;
    const { network, isOpen, deliver, longestRepeatMs } = this.#options;
    const { nowMs } = network.time;
    if (!isOpen()) {
      this.#pumpAfter(this.#repeatMs);
      this.#repeatMs = Math.min(longestRepeatMs, this.#repeatMs * 2);
      return;
    }
    this.#repeatMs = FIRST_REPEAT_MS;
    if (first.atMs <= nowMs) {
      this.#queue.shift();
      deliver(first.message);
    }
    const [next] = this.#queue;
    if (next !== undefined && this.#pump === undefined) this.#pumpAfter(Math.max(0, next.atMs - nowMs));
  }
}
