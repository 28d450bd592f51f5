/** A machine's network goes, comes back or changes, and its programs may or may not notice. */
import type { PresenterMachine } from '../ends/presenter.ts';
import type { Machine } from '../machines/machine.ts';
import { connectionsOf } from '../network/web-sockets.ts';
import type { World } from './world.ts';

const presenterAt = ({ presenter, earlierPresenters }: World, machine: Machine): PresenterMachine | undefined =>
  [presenter, ...earlierPresenters].find((one) => one.machine === machine);

/** A browser, or the app, may or may not notice. */
export function noticeNetwork(world: World, machine: Machine): void {
  const person = world.people.find(({ watcher }) => watcher.machine === machine);
  const presenter = presenterAt(world, machine);
  if (person !== undefined) person.watcher.online();
  else presenter?.act(({ session }) => session.networkChanged());
}

function noticePerhaps(world: World, machine: Machine): void {
  if (world.random.happens(0.5)) world.time.after(world.random.between(10, 800), () => noticeNetwork(world, machine));
}

export function offline(world: World, machine: Machine): () => void {
  machine.isOnline = false;
  world.network.changed();
  return () => {
    machine.isOnline = true;
    world.network.changed();
    noticePerhaps(world, machine);
  };
}

/** Sockets of the address before are half-open, or the system ends them. */
export function changeAddress(world: World, machine: Machine): void {
  world.network.giveAddress(machine);
  if (world.random.happens(0.4)) {
    for (const program of machine.programs) for (const one of connectionsOf(program)) one.abort();
  }
  noticePerhaps(world, machine);
}

export function sleep(world: World, machine: Machine): (() => void) | undefined {
  if (machine.isAsleep) return undefined;
  machine.sleep();
  world.network.changed();
  return () => {
    machine.wake();
    world.network.changed();
    // The system notifies the app; a page notices it by its clocks.
    if (presenterAt(world, machine) !== undefined) noticeNetwork(world, machine);
  };
}
