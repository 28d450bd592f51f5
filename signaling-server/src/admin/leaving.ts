/**
 * Stops serving so that people hardly notice: their media goes on, and they come back with their
 * old links once another instance, or the same one again, is up.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { NoticePayload, Role, RoomId } from '@lectern/protocol';
import type { OpenPeers, RoomTransports } from '../door/open-peers.ts';
import type { Returns } from '../door/returns.ts';
import { notifyAll } from '../door/socket-outlet.ts';
import { DRAIN_BEGINS_AFTER_MS, LEAVE_WITHIN_MS, ROOM_LEAVES_WITHIN_MS } from '../policy.ts';

interface LeavingOptions {
  readonly peers: OpenPeers;
  readonly returns: Pick<Returns, 'withinMs' | 'timeFor'>;
  /** Rooms that run here, also those whose clients are all at other instances. */
  readonly owned: () => Iterable<RoomId>;
  /** This instance gives the room up: it is rebuilt at the instance that its clients go to. */
  readonly release: (roomId: RoomId) => Promise<void>;
}

/**
 * Between the presenters of some rooms and their watchers, which are closed with the next
 * presenters: a herd that leaves in one moment comes back in one moment.
 */
const STEP_MS = 20;

/**
 * At most this part of the time for emptying the instance passes while balancers notice that it
 * accepts no newcomers.
 */
const NOTICING_SHARE = 0.25;

/** Closes the connections of all rooms: over `drainS` seconds, or at once. */
export async function leave(drainS: number, options: LeavingOptions): Promise<void> {
  if (drainS === 0) await leaveAtOnce(options);
  else await emptyRooms(drainS * 1_000, options);
}

/**
 * Room by room, the presenter first: where several instances stand behind one address, a room meets
 * again at one of them, and its presenter is there when its watchers come. A transport that closes
 * looks like a lost network, so clients reconnect by themselves.
 */
async function leaveAtOnce({ peers, returns, owned, release }: LeavingOptions): Promise<void> {
  const withinMs = LEAVE_WITHIN_MS;
  for (const role of ['presenter', 'watcher'] as const) {
    notify(peers, role, { withinMs, returnWithinMs: returns.withinMs(role) });
  }
  // The notices leave first.
  await sleep(STEP_MS);
  await closeRooms(withinMs, { peers, owned, release });
}

async function closeRooms(withinMs: number, { peers, owned, release }: Omit<LeavingOptions, 'returns'>): Promise<void> {
  const rooms = allRooms({ peers, owned });
  const atOnce = Math.max(1, Math.ceil((rooms.length * STEP_MS) / withinMs));
  let watchers: RoomTransports['watcher'] = [];
  for (let closed = 0; closed < rooms.length; closed += atOnce) {
    const next = rooms.slice(closed, closed + atOnce);
    await Promise.all(next.map(({ roomId }) => release(roomId)));
    for (const transport of [...next.flatMap((room) => room.presenter), ...watchers]) transport.close();
    watchers = next.flatMap((room) => room.watcher);
    await sleep(STEP_MS);
  }
  for (const transport of watchers) transport.close();
}

/**
 * Spreads the rooms over the whole time, for other instances that serve meanwhile: each room goes
 * there as one, and only so many people come at once as they let in anyway.
 */
async function emptyRooms(withinMs: number, { peers, returns, owned, release }: LeavingOptions): Promise<void> {
  const rooms = allRooms({ peers, owned });
  if (rooms.length === 0) return;
  const { presenter, watcher } = peers.counts;
  const largest = Math.max(...rooms.map((room) => room.watcher.length));
  const returnWithinMs = Math.max(returns.timeFor(largest), returns.timeFor(presenter + watcher) - withinMs);
  notify(peers, 'presenter', { withinMs, returnWithinMs: 0 });
  notify(peers, 'watcher', { withinMs, returnWithinMs });
  const beginsMs = Math.min(DRAIN_BEGINS_AFTER_MS, withinMs * NOTICING_SHARE);
  const closing: Promise<void>[] = [];
  let pauseMs = beginsMs;
  for (const { roomId } of rooms) {
    await sleep(pauseMs);
    closing.push(closeRoom(roomId, { peers, release }));
    pauseMs = (withinMs - beginsMs - ROOM_LEAVES_WITHIN_MS) / rooms.length;
  }
  await Promise.all(closing);
  // Opened meanwhile, by presenters that were connected before.
  await closeRooms(LEAVE_WITHIN_MS, { peers, owned, release });
}

function allRooms({ peers, owned }: Pick<LeavingOptions, 'peers' | 'owned'>): readonly RoomTransports[] {
  const rooms = peers.byRoom();
  const here = new Set(rooms.map(({ roomId }) => roomId));
  const elsewhere = [...owned()].filter((roomId) => !here.has(roomId));
  return [...rooms, ...elsewhere.map((roomId) => ({ roomId, presenter: [], watcher: [] }))];
}

async function closeRoom(roomId: RoomId, { peers, release }: Pick<LeavingOptions, 'peers' | 'release'>): Promise<void> {
  await release(roomId);
  // Some may have gone meanwhile.
  const room = peers.byRoom().find((one) => one.roomId === roomId);
  if (room === undefined) return;
  for (const transport of room.presenter) transport.close();
  const steps = ROOM_LEAVES_WITHIN_MS / STEP_MS - 1;
  const atOnce = Math.ceil(room.watcher.length / steps);
  for (let closed = 0; closed < room.watcher.length; closed += atOnce) {
    await sleep(STEP_MS);
    for (const transport of room.watcher.slice(closed, closed + atOnce)) transport.close();
  }
}

const notify = (peers: OpenPeers, role: Role, payload: NoticePayload<'service:leaving'>): void =>
  notifyAll(peers.outlets(role), 'service:leaving', payload);
