/**
 * Sends clients back whose room has moved to another instance: their connections close as if the
 * network were lost, so they reconnect by themselves and find the room where it is then.
 */
import { SENT_BACK_WITHIN_MS } from '../policy.ts';
import type { Clock } from '../room/clock.ts';
import type { Outlet } from '../room/outlet.ts';
import { EarlyOutlet } from './early-outlet.ts';
import type { ByRole } from './open-peers.ts';
import type { Returns } from './returns.ts';
import { notifyAll, SocketOutlet } from './socket-outlet.ts';

interface SendBackDeps {
  readonly returns: Pick<Returns, 'timeFor'>;
  readonly clock: Pick<Clock, 'after'>;
}

/**
 * The presenter first, and the watchers spread over the time. Each returns within the time that
 * these need: the one that it knows is for all clients of this instance.
 */
export function sendBack(clients: ByRole, { returns, clock }: SendBackDeps): void {
  for (const some of [clients.presenter, clients.watcher]) {
    const returnWithinMs = returns.timeFor(some.length);
    notifyAll(
      some.map(({ outlet }) => outlet),
      'return:changed',
      { returnWithinMs },
    );
  }
  for (const { transport } of clients.presenter) transport.close();
  for (const { transport } of clients.watcher)
    clock.after(Math.random() * SENT_BACK_WITHIN_MS, () => transport.close());
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
