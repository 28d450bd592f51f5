/**
 * What happens to people, machines and networks in a world. Those that last end by themselves or, at the
 * latest, when the world is healed.
 */
import { connectionsOf } from '../network/web-sockets.ts';
import { client, type Disturbance } from './disturbance.ts';
import { doings } from './doings.ts';
import { changeAddress, offline, sleep } from './network-changes.ts';

const failures: readonly Disturbance[] = [
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
    name: 'the service is stopped as its admin stops it',
    weight: 2,
    lastsMs: 20_000,
    begin: ({ service, random }) => {
      if (!service.isRunning) return undefined;
      service.drain(random.pick([0, 4]));
      return () => {
        if (service.isLeaving) service.kill();
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
];

export const disturbances: readonly Disturbance[] = [...doings, ...failures];

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
