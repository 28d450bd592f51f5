/** One kind of disturbance of a world, and on whom it comes. */
import type { Machine } from '../machines/machine.ts';
import type { Person, World } from './world.ts';

export interface Disturbance {
  readonly name: string;
  /** How often it is chosen, beside the others. */
  readonly weight: number;
  /** Returns what ends it; undefined where nothing does, or where it cannot happen now. */
  readonly begin: (world: World) => (() => void) | undefined;
  /** How long it lasts at most; without it, it does not. */
  readonly lastsMs?: number;
}

const withPage = ({ people }: World): Person[] =>
  people.filter(({ watcher }) => watcher.page !== undefined && !watcher.machine.isAsleep);

/** Of a watcher whose page is open and runs, if there is one. */
export const someone = (world: World, act: (person: Person) => (() => void) | undefined): (() => void) | undefined => {
  const people = withPage(world);
  return people.length === 0 ? undefined : act(world.random.pick(people));
};

export const client = (world: World): Machine => {
  const watchers = withPage(world).map(({ watcher }) => watcher.machine);
  return world.random.happens(0.35) || watchers.length === 0 ? world.presenter.machine : world.random.pick(watchers);
};
