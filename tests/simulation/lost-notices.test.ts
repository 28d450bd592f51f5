/**
 * Single notices are lost, as frames between instances might be: in the end everybody watches all
 * the same.
 */
import { Socket } from 'socket.io-client';
import { afterEach, expect, test, vi } from 'vitest';
import { currentProgram } from './machines/machine.ts';
import { checkWhole } from './world/rules.ts';
import { setStage } from './world/stage.ts';
import { World } from './world/world.ts';

const SEEDS = [1, 2, 3];
/** Until a lobby is named again, a link is asked about, and a page has climbed its ladder. */
const MENDED_MS = 60_000;

afterEach(() => vi.restoreAllMocks());

interface Row {
  readonly what: string;
  /** Each is lost once at each of these machines. */
  readonly names: readonly string[];
  readonly machine: 'presenter' | 'watcher';
  readonly watchers: number;
  readonly before?: (world: World) => void;
  readonly after?: (world: World) => Promise<void>;
}

const rows: readonly Row[] = [
  {
    what: 'that the room is live again, and the link, are',
    names: ['room:changed', 'link:opened'],
    machine: 'watcher',
    watchers: 2,
    after: async ({ presenter, time }) => {
      presenter.act(({ session }) => session.stop());
      await time.pass(2_000);
      presenter.act(({ session }) => session.goLive());
    },
  },
  {
    what: 'who waits in the lobby is',
    names: ['lobby:changed'],
    machine: 'presenter',
    watchers: 1,
    before: ({ entry, random }) => {
      while (!entry.rules.lobby) entry.change(random);
    },
  },
];

type Deliver = (this: Socket, packet: { readonly data: readonly [string, ...unknown[]] }) => void;

/** From now on. Returns what has been lost, by machine and name. */
function lose({ names, machine }: Row): ReadonlySet<string> {
  const prototype = Socket.prototype as unknown as { onevent: Deliver };
  const deliver = prototype.onevent;
  const lost = new Set<string>();
  vi.spyOn(prototype, 'onevent').mockImplementation(function (this: Socket, packet) {
    const [name] = packet.data;
    const at = currentProgram()?.machine.name ?? '';
    const key = `${at} ${name}`;
    if (!at.startsWith(machine) || !names.includes(name) || lost.has(key)) return deliver.call(this, packet);
    lost.add(key);
  });
  return lost;
}

test.for(rows)('$what lost at the $machine', { timeout: 120_000 }, async (row) => {
  for (const seed of SEEDS) {
    vi.restoreAllMocks();
    const world = new World(seed);
    const takeDown = setStage(world);
    try {
      row.before?.(world);
      const lostEarly = row.after === undefined ? lose(row) : undefined;
      await world.begin(row.watchers);
      await world.time.pass(10_000);
      const lost = lostEarly ?? lose(row);
      await row.after?.(world);
      await world.time.pass(MENDED_MS);
      expect(lost.size).toBe(row.names.length * row.watchers);
      await checkWhole(world);
    } finally {
      await world.endAll();
      takeDown();
    }
  }
});
