/**
 * What happens to people, machines and networks in a world. Those that last end by themselves or, at the
 * latest, when the world is healed.
 */
import type { Machine } from '../machines/machine.ts';
import { connectionsOf } from '../network/web-sockets.ts';
import { changeAddress, offline, sleep } from './network-changes.ts';
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
const someone = (world: World, act: (person: Person) => (() => void) | undefined): (() => void) | undefined => {
  const people = withPage(world);
  return people.length === 0 ? undefined : act(world.random.pick(people));
};

const client = (world: World): Machine => {
  const watchers = withPage(world).map(({ watcher }) => watcher.machine);
  return world.random.happens(0.35) || watchers.length === 0 ? world.presenter.machine : world.random.pick(watchers);
};

function openAgain({ watcher, wants }: Person): void {
  if (wants && watcher.page === undefined) watcher.open();
}

export const disturbances: readonly Disturbance[] = [
  {
    name: 'a watcher comes',
    weight: 3,
    begin: (world) => {
      if (world.people.filter(({ wants }) => wants).length <= world.maxWatchers) world.join();
      return undefined;
    },
  },
  {
    name: 'a watcher leaves',
    weight: 1,
    begin: (world) =>
      someone(world, (person) => {
        person.wants = false;
        person.watcher.leave();
        return undefined;
      }),
  },
  {
    name: 'a page is loaded again',
    weight: 3,
    begin: (world) =>
      someone(world, (person) => {
        person.watcher.leave();
        world.time.after(world.random.between(50, 800), () => openAgain(person));
        return undefined;
      }),
  },
  {
    name: 'a browser is killed',
    weight: 2,
    lastsMs: 20_000,
    begin: (world) =>
      someone(world, (person) => {
        person.watcher.kill();
        return () => openAgain(person);
      }),
  },
  {
    name: 'a tab is hidden',
    weight: 2,
    lastsMs: 30_000,
    begin: (world) =>
      someone(world, ({ watcher }) => {
        watcher.hide(true);
        return () => watcher.hide(false);
      }),
  },
  { name: 'a network is lost', weight: 6, lastsMs: 25_000, begin: (world) => offline(world, client(world)) },
  {
    name: 'an address changes',
    weight: 6,
    begin: (world) => {
      changeAddress(world, client(world));
      return undefined;
    },
  },
  { name: 'a machine sleeps', weight: 2, lastsMs: 40_000, begin: (world) => sleep(world, client(world)) },
  {
    name: 'a clock is set',
    weight: 3,
    begin: (world) => {
      const machine = world.random.pick(world.machines);
      const byMs = world.random.pick([-3_600_000, -30_000, -2_000, 2_000, 30_000, 3_600_000]);
      world.note(`${machine.name}: by ${String(byMs / 1_000)} s`);
      machine.setWallClock(byMs);
      return undefined;
    },
  },
  {
    name: 'the app is killed',
    weight: 3,
    lastsMs: 12_000,
    begin: ({ presenter }) => {
      if (presenter.running === undefined || presenter.machine.isAsleep) return undefined;
      presenter.kill();
      return () => presenter.running ?? presenter.launch();
    },
  },
  {
    name: 'the presenter stops',
    weight: 1,
    lastsMs: 8_000,
    begin: ({ presenter }) => {
      if (presenter.machine.isAsleep) return undefined;
      presenter.act(({ session }) => session.stop());
      return () => presenter.act(({ session }) => session.goLive());
    },
  },
  {
    name: 'the presenter pauses',
    weight: 1,
    lastsMs: 8_000,
    begin: ({ presenter }) => {
      if (presenter.machine.isAsleep) return undefined;
      presenter.act(({ session }) => session.pause());
      return () => presenter.act(({ session }) => session.resume());
    },
  },
  {
    name: 'the service is killed',
    weight: 4,
    lastsMs: 20_000,
    begin: ({ service }) => {
      if (!service.isRunning) return undefined;
      service.kill();
      return () => {
        if (!service.isRunning) service.start();
      };
    },
  },
  {
    name: 'the service is unreachable',
    weight: 3,
    lastsMs: 20_000,
    begin: (world) => offline(world, world.service.machine),
  },
  {
    name: 'the service is busy',
    weight: 1,
    lastsMs: 10_000,
    begin: ({ service }) => {
      service.isBusy = true;
      return () => (service.isBusy = false);
    },
  },
  {
    name: 'the service moves',
    weight: 1,
    begin: ({ service }) => {
      service.move();
      return undefined;
    },
  },
  {
    name: 'TURN is restarted',
    weight: 2,
    begin: ({ network }) => {
      network.restartTurn();
      return undefined;
    },
  },
  {
    name: 'TURN is away',
    weight: 1,
    lastsMs: 20_000,
    begin: ({ network }) => {
      network.isTurnRunning = false;
      network.changed();
      return () => {
        network.isTurnRunning = true;
        network.restartTurn();
      };
    },
  },
  {
    name: 'only TURN is left',
    weight: 3,
    lastsMs: 60_000,
    begin: (world) => {
      const machine = client(world);
      const { network } = world;
      network.behindStrictNat.add(machine);
      network.changed();
      return () => {
        network.behindStrictNat.delete(machine);
        network.changed();
      };
    },
  },
  {
    name: 'UDP is blocked',
    weight: 2,
    lastsMs: 30_000,
    begin: (world) => {
      const machine = client(world);
      machine.isUdpBlocked = true;
      world.network.changed();
      return () => {
        machine.isUdpBlocked = false;
        world.network.changed();
      };
    },
  },
  {
    name: 'a connection is cut silently',
    weight: 3,
    begin: (world) => {
      const connections = [...client(world).programs].flatMap(connectionsOf);
      for (const one of connections) one.isCut = true;
      return undefined;
    },
  },
  {
    name: 'a proxy ends a connection',
    weight: 2,
    begin: (world) => {
      for (const one of [...client(world).programs].flatMap(connectionsOf)) one.endBoth();
      return undefined;
    },
  },
  {
    name: 'a picture comes to a stop',
    weight: 2,
    begin: (world) => {
      const links = [...(world.presenter.running?.media.links ?? [])];
      if (links.length > 0) world.random.pick(links).getStuck();
      return undefined;
    },
  },
  {
    name: 'a watcher is removed',
    weight: 1,
    begin: (world) => {
      const watched = world.presenter.running?.broadcast.links.watched.get() ?? [];
      if (watched.length < 2) return undefined;
      const { watcherId } = world.random.pick(watched);
      const person = world.people.find(({ watcher }) => watcher.watcherId === watcherId);
      if (watcherId === null || person === undefined) return undefined;
      person.removedIds.add(watcherId);
      world.presenter.act(({ session }) => void session.removeWatcher(watcherId));
      return undefined;
    },
  },
];

/** Only where every message may be touched. */
export const roughMessages: Disturbance = {
  name: 'messages are delayed, dropped, doubled and swapped',
  weight: 12,
  lastsMs: 15_000,
  begin: ({ messages, random }) => {
    messages.harshness = random.pick([0.1, 0.3, 0.6]);
    return () => (messages.harshness = 0);
  },
};
