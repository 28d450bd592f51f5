/**
 * Sends clients back whose room has moved to another instance: their connections close as if the
 * network were lost, so they reconnect by themselves and find the room where it is then.
 */
import type { Clock } from '../room/clock.ts';
import type { ByRole } from './open-peers.ts';

/** The presenter first, and the watchers spread over the time. */
export function sendBack({ presenter, watcher }: ByRole, withinMs: number, clock: Pick<Clock, 'after'>): void {
  for (const transport of presenter) transport.close();
  for (const transport of watcher) clock.after(Math.random() * withinMs, () => transport.close());
}
