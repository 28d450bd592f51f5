/**
 * A machine of the simulation with its clocks, its network and what it stores, and the programs
 * that run on it. Code of the product belongs to the program in which it was called.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Scheduled, SimulatedTime } from './time.ts';
import type { Trace } from '../world/trace.ts';

/** What ends with a program: a socket or a peer connection. */
export interface Owned {
  /** The program was killed: the system closes its sockets, and media just stops. */
  killed(): void;
}

const current = new AsyncLocalStorage<Program>();

/** In which the calling code runs; undefined for the simulation itself. */
export const currentProgram = (): Program | undefined => current.getStore();

/** Timers of hidden pages run once a second. */
const HIDDEN_STEP_MS = 1_000;
const BEGAN_AT_MS = 1_800_000_000_000;

export interface MachineOptions {
  readonly name: string;
  readonly time: SimulatedTime;
  readonly trace: Trace;
}

export class Machine {
  readonly name: string;
  readonly time: SimulatedTime;
  readonly trace: Trace;
  /** What the page's tab or the app keeps. */
  readonly storage = new Map<string, string>();
  /** Changes with the network that the machine is in. */
  address = 1;
  isOnline = true;
  /** Nothing but TCP gets out. */
  isUdpBlocked = false;
  readonly programs = new Set<Program>();
  #wallLeadMs = 0;
  #sleptMs = 0;
  #asleep:
    { readonly sinceMs: number; readonly timers: readonly Scheduled[]; readonly missed: (() => void)[] } | undefined;

  constructor({ name, time, trace }: MachineOptions) {
    this.name = name;
    this.time = time;
    this.trace = trace;
  }

  get isAsleep(): boolean {
    return this.#asleep !== undefined;
  }

  /** The monotonic clock stands still while the machine sleeps. */
  get monotonicMs(): number {
    return this.time.nowMs - this.#sleptMs;
  }

  get wallMs(): number {
    return Math.floor(BEGAN_AT_MS + this.time.nowMs) + this.#wallLeadMs;
  }

  setWallClock(byMs: number): void {
    this.#wallLeadMs += byMs;
  }

  /** The machine sleeps, and does this when it wakes. */
  onceAwake(act: () => void): void {
    this.#asleep?.missed.push(act);
  }

  sleep(): void {
    const timers = this.time.takeOut((owner) => owner instanceof Program && owner.machine === this);
    this.#asleep = { sinceMs: this.time.nowMs, timers, missed: [] };
  }

  wake(): void {
    if (this.#asleep === undefined) return;
    const { sinceMs, timers, missed } = this.#asleep;
    this.#asleep = undefined;
    const sleptMs = this.time.nowMs - sinceMs;
    this.#sleptMs += sleptMs;
    this.time.putBack(timers, sleptMs);
    for (const act of missed) this.time.after(0, act);
  }
}

class PageDocument extends EventTarget {
  visibilityState: DocumentVisibilityState = 'visible';
}

/** A page that is loaded, a run of the app, or of the service. */
export class Program {
  readonly machine: Machine;
  readonly name: string;
  readonly owned = new Set<Owned>();
  readonly window = new EventTarget();
  readonly document = new PageDocument();
  /** Sent to the service. */
  requests = 0;
  /** To the service. */
  connections = 0;
  readonly startedAtMs: number;
  readonly monotonicAtStartMs: number;
  #isRunning = true;

  constructor(machine: Machine, name = machine.name) {
    this.machine = machine;
    this.name = name;
    this.startedAtMs = machine.wallMs;
    this.monotonicAtStartMs = machine.monotonicMs;
    machine.programs.add(this);
  }

  get isRunning(): boolean {
    return this.#isRunning;
  }

  /** Runs code of the program: not while its machine sleeps, and not once it has ended. */
  run<T>(act: () => T): T | undefined {
    if (!this.#isRunning) return undefined;
    if (!this.machine.isAsleep) return current.run(this, act);
    this.machine.onceAwake(() => this.run(act));
    return undefined;
  }

  after(delayMs: number, act: () => void): Scheduled {
    const { time } = this.machine;
    const dueMs = time.nowMs + Math.max(0, delayMs);
    const isHidden = this.document.visibilityState === 'hidden';
    const seenMs = isHidden && delayMs > 0 ? Math.ceil(dueMs / HIDDEN_STEP_MS) * HIDDEN_STEP_MS : dueMs;
    return time.after(seenMs - time.nowMs, () => this.run(() => this.#guarded(act)), this);
  }

  note(text: string): void {
    this.machine.trace.add(this.name, text);
  }

  /** A timer that throws is a fault in the product. */
  #guarded(act: () => void): void {
    try {
      act();
    } catch (error) {
      this.machine.time.fail(error);
    }
  }

  /** Ends without a word of its own. */
  kill(): void {
    if (!this.#isRunning) return;
    this.#isRunning = false;
    this.machine.programs.delete(this);
    for (const one of this.owned) one.killed();
    this.owned.clear();
    for (const timer of this.machine.time.takeOut((owner) => owner === this)) timer.state = 'done';
  }
}
