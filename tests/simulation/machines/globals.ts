/**
 * Lets the product's code, which uses the globals of a browser or of Node, run on the machines of a
 * simulation. Code outside of their programs keeps the real ones.
 */
import { syncBuiltinESMExports } from 'node:module';
import nodeTimers, { type TimerOptions } from 'node:timers';
import promisedTimers from 'node:timers/promises';
import { currentProgram, type Program } from './machine.ts';
import type { Scheduled } from './time.ts';

/** As Node's timers are used by Engine.IO. */
class Timer {
  readonly #program: Program;
  readonly #delayMs: number;
  readonly #act: () => void;
  #scheduled: Scheduled;

  constructor(program: Program, delayMs: number, act: () => void) {
    this.#program = program;
    this.#delayMs = Math.max(LEAST_DELAY_MS, Math.trunc(delayMs));
    this.#act = act;
    this.#scheduled = program.after(this.#delayMs, act);
  }

  refresh(): this {
    this.cancel();
    this.#scheduled = this.#program.after(this.#delayMs, this.#act);
    return this;
  }

  cancel(): void {
    this.#program.machine.time.cancel(this.#scheduled);
  }

  unref(): this {
    return this;
  }

  ref(): this {
    return this;
  }
}

/** Timers count whole milliseconds, and Node's wait for one at least: time passes in every loop. */
const LEAST_DELAY_MS = 1;

const RealDate = Date;
const real = { setTimeout, clearTimeout, setInterval, clearInterval };
const realSleep = promisedTimers.setTimeout;
const realNow = performance.now.bind(performance);
const realOrigin = performance.timeOrigin;
const realRandom = Math.random;

const wallMs = (): number => currentProgram()?.machine.wallMs ?? RealDate.now();

class SimulatedDate extends RealDate {
  constructor(...parts: [] | ConstructorParameters<typeof Date>) {
    if (parts.length === 0) super(wallMs());
    else super(...parts);
  }

  static override now(): number {
    return wallMs();
  }
}

type Callback = (...values: unknown[]) => void;

function simulatedTimeout(act: Callback, delayMs = 0, ...values: unknown[]): unknown {
  const program = currentProgram();
  if (program === undefined) return real.setTimeout(act, delayMs, ...values);
  return new Timer(program, delayMs, () => act(...values));
}

function simulatedInterval(act: Callback, delayMs = 0, ...values: unknown[]): unknown {
  const program = currentProgram();
  if (program === undefined) return real.setInterval(act, delayMs, ...values);
  const timer: Timer = new Timer(program, delayMs, () => {
    timer.refresh();
    act(...values);
  });
  return timer;
}

function simulatedClear(timer: unknown): void {
  if (timer instanceof Timer) timer.cancel();
  else real.clearTimeout(timer as NodeJS.Timeout | undefined);
}

/** Of `node:timers/promises`. */
function simulatedSleep(delayMs = 0, value?: unknown, options?: TimerOptions): Promise<unknown> {
  if (currentProgram() === undefined) return realSleep(delayMs, value, options);
  return new Promise((resolve) => simulatedTimeout(() => resolve(value), delayMs));
}

const timers = {
  setTimeout: simulatedTimeout,
  setInterval: simulatedInterval,
  clearTimeout: simulatedClear,
  clearInterval: simulatedClear,
};

/** Null prototype: nothing is found that was not stored. */
const storageOf = ({ machine: { storage } }: Program): Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> => ({
  getItem: (key) => storage.get(key) ?? null,
  setItem: (key, value) => void storage.set(key, value),
  removeItem: (key) => void storage.delete(key),
});

/** For as long as the process lives. `random`: instead of `Math.random`. */
export function installGlobals(random: () => number, PeerConnection: unknown): () => void {
  Object.assign(globalThis, timers, { Date: SimulatedDate });
  Object.assign(nodeTimers, timers);
  Object.assign(promisedTimers, { setTimeout: simulatedSleep });
  syncBuiltinESMExports();
  Object.defineProperty(performance, 'now', {
    configurable: true,
    value: () => {
      const program = currentProgram();
      return program === undefined ? realNow() : program.machine.monotonicMs - program.monotonicAtStartMs;
    },
  });
  Object.defineProperty(performance, 'timeOrigin', {
    configurable: true,
    get: () => currentProgram()?.startedAtMs ?? realOrigin,
  });
  Math.random = () => (currentProgram() === undefined ? realRandom() : random());
  const browser = {
    document: { get: () => currentProgram()?.document },
    sessionStorage: {
      get: () => {
        const program = currentProgram();
        return program === undefined ? undefined : storageOf(program);
      },
    },
    RTCPeerConnection: { value: PeerConnection },
    addEventListener: {
      value: (...listener: Parameters<EventTarget['addEventListener']>) =>
        currentProgram()?.window.addEventListener(...listener),
    },
  };
  for (const [name, property] of Object.entries(browser)) {
    Object.defineProperty(globalThis, name, { configurable: true, ...property });
  }
  return () => {
    Object.assign(globalThis, real, { Date: RealDate });
    Object.assign(nodeTimers, real);
    Object.assign(promisedTimers, { setTimeout: realSleep });
    syncBuiltinESMExports();
    Object.defineProperty(performance, 'now', { configurable: true, value: realNow });
    Object.defineProperty(performance, 'timeOrigin', { configurable: true, value: realOrigin });
    Math.random = realRandom;
    for (const name of Object.keys(browser)) Reflect.deleteProperty(globalThis, name);
  };
}
