/** One run: people come, things go wrong at random, everything works again, and everybody leaves. */
import type { Disturbance } from './disturbance.ts';
import { disturbances, roughMessages } from './disturbances.ts';
import { noticeNetwork } from './network-changes.ts';
import { checkAlways, checkCalm, checkEnd, checkWhole } from './rules.ts';
import { setStage } from './stage.ts';
import { World } from './world.ts';

/** `real`: connections as they are · `harsh`: any message may be delayed, dropped, doubled or swapped. */
export type Manner = 'real' | 'harsh';

export interface RunOptions {
  readonly seed: number;
  readonly manner: Manner;
  readonly disturbances?: readonly Disturbance[];
}

export interface Outcome {
  /** Names of what has happened. */
  readonly seen: ReadonlySet<string>;
  readonly failure: Failure | undefined;
}

export interface Failure {
  readonly rule: string;
  /** What happened, to the end of the run. */
  readonly trace: string;
}

const WATCHERS = 3;
const DISTURBANCES = { min: 4, max: 16 };
const PAUSE_MS = { min: 20, max: 9_000 };
/**
 * By then everybody is back: seats of those who vanished are free, waits of pages that were refused are
 * over, and links that were given up have been replaced.
 */
const HEALED_MS = 120_000;
const CHECKED_EVERY_MS = 1_000;
const LOOKED_EVERY_MS = 4_000;
/** Connections that are half-open are noticed by the latest ping. */
const ALL_NOTICED_MS = 25_000;
/** Of all runs: not everybody with the link may enter from the begin. */
const ENTRY_SHARE = 0.3;
/** Of all runs. A calm minute takes as long as all that came before. */
const CALM_SHARE = 0.25;

export async function run({ seed, manner, disturbances: chosen }: RunOptions): Promise<Outcome> {
  const world = new World(seed);
  const takeDown = setStage(world);
  const seen = new Set<string>();
  try {
    await live(world, chosen ?? (manner === 'harsh' ? [...disturbances, roughMessages] : disturbances), seen);
    return { seen, failure: undefined };
  } catch (error) {
    const rule = error instanceof Error && error.message.startsWith('does not hold') ? error.message : errorText(error);
    return { seen, failure: { rule, trace: world.trace.read() } };
  } finally {
    await world.endAll();
    takeDown();
  }
}

const errorText = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));

async function live(world: World, all: readonly Disturbance[], seen: Set<string>): Promise<void> {
  const { random } = world;
  if (random.happens(ENTRY_SHARE)) world.entry.change(random);
  await world.begin(WATCHERS);
  const ends = new Set<() => void>();
  const count = Math.floor(random.between(DISTURBANCES.min, DISTURBANCES.max));
  for (let done = 0; done < count; done += 1) {
    const disturbance = weighed(all, random.next());
    world.note(disturbance.name);
    seen.add(disturbance.name);
    begin(world, disturbance, ends);
    await pass(world, random.happens(0.3) ? random.between(0, 200) : random.between(PAUSE_MS.min, PAUSE_MS.max));
  }
  world.note('everything works again');
  for (const end of ends) end();
  for (const machine of world.machines) if (random.happens(0.5)) noticeNetwork(world, machine);
  await becomeWhole(world);
  if (random.happens(CALM_SHARE)) {
    await pass(world, ALL_NOTICED_MS);
    await checkCalm(world);
  }
  await checkWhole(world);
  await checkEnd(world);
}

/** Throws what still does not hold at the latest moment. */
async function becomeWhole(world: World): Promise<void> {
  const latestMs = world.time.nowMs + HEALED_MS;
  for (;;) {
    await pass(world, LOOKED_EVERY_MS);
    try {
      await checkWhole(world);
      return;
    } catch (error) {
      if (world.time.nowMs > latestMs) throw error;
    }
  }
}

function begin(world: World, { name, begin: act, lastsMs }: Disturbance, ends: Set<() => void>): void {
  const undo = act(world);
  if (undo === undefined) return;
  const end = (): void => {
    if (!ends.delete(end)) return;
    world.note(`no more: ${name}`);
    undo();
  };
  ends.add(end);
  world.time.after(world.random.between(100, lastsMs ?? 1_000), end);
}

/** In slices, between which what must always hold is checked. */
async function pass(world: World, ms: number): Promise<void> {
  for (let leftMs = ms; leftMs > 0; leftMs -= CHECKED_EVERY_MS) {
    await world.time.pass(Math.min(leftMs, CHECKED_EVERY_MS));
    checkAlways(world);
  }
}

function weighed(all: readonly Disturbance[], roll: number): Disturbance {
  let left = roll * all.reduce((sum, { weight }) => sum + weight, 0);
  const found = all.find(({ weight }) => (left -= weight) < 0) ?? all[0];
  if (found === undefined) throw new Error('there are no disturbances');
  return found;
}
