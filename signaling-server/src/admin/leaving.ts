/**
 * Stops serving so that people hardly notice: their media goes on, and they come back with their old
 * links once another instance, or the same one again, is up.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { NoticePayload } from '@lectern/protocol';
import type { Transport } from '../door/connection.ts';
import type { OpenPeers } from '../door/open-peers.ts';

interface LeavingOptions {
  /** To everybody who is connected. */
  readonly notifyEverybody: (name: 'service:leaving', payload: NoticePayload<'service:leaving'>) => void;
  readonly peers: Pick<OpenPeers, 'byRoom'>;
  /** All connections are closed by then. */
  readonly withinMs: number;
}

/**
 * Between the presenters of some rooms and their watchers, which are closed with the next presenters:
 * a herd that leaves in one moment comes back in one moment.
 */
const STEP_MS = 20;

/**
 * Room by room, the presenter first: where several instances stand behind one address, a room meets
 * again at one of them, and its presenter is there when its watchers come. A transport that closes
 * looks like a lost network, so clients reconnect by themselves.
 */
export async function leaveRooms({ notifyEverybody, peers, withinMs }: LeavingOptions): Promise<void> {
  notifyEverybody('service:leaving', { withinMs });
  // The notices leave first.
  await sleep(STEP_MS);
  const rooms = peers.byRoom();
  const atOnce = Math.max(1, Math.ceil((rooms.length * STEP_MS) / withinMs));
  let watchers: readonly Transport[] = [];
  for (let closed = 0; closed < rooms.length; closed += atOnce) {
    const next = rooms.slice(closed, closed + atOnce);
    for (const transport of [...next.flatMap((room) => room.presenter), ...watchers]) transport.close();
    watchers = next.flatMap((room) => room.watcher);
    await sleep(STEP_MS);
  }
  for (const transport of watchers) transport.close();
}
