/**
 * Sends clients back whose room has moved to another instance: their connections close as if the
 * network were lost, so they reconnect by themselves and find the room where it is then.
 */
import type { Clock } from '../room/clock.ts';
import type { Outlet } from '../room/outlet.ts';
import { EarlyOutlet } from './early-outlet.ts';
import type { ByRole } from './open-peers.ts';
import { SocketOutlet } from './socket-outlet.ts';

/**
 * Sooner than they have to be: each client spreads its own return over the time that it has been named
 * (`returns`). Clients of version 2 have none, and return within half a second.
 */
const CLOSED_WITHIN_MS = 200;

/** The presenter first, and the watchers spread over the time. */
export function sendBack({ presenter, watcher }: ByRole, withinMs: number, clock: Pick<Clock, 'after'>): void {
  const spreadMs = Math.min(withinMs, CLOSED_WITHIN_MS);
  for (const transport of presenter) transport.close();
  for (const transport of watcher) clock.after(Math.random() * spreadMs, () => transport.close());
}

/** Of those whose sockets are not there yet. */
export function sendBackOnArrival(outlets: readonly Outlet[]): void {
  for (const outlet of outlets) {
    if (!(outlet instanceof EarlyOutlet)) continue;
    outlet.later((arrived) => {
      if (arrived instanceof SocketOutlet) arrived.socket.conn.close();
    });
  }
}
