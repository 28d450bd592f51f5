/** What stands between this watcher and a first picture, where it takes long enough to be something. Pure. */
import type { WatcherState } from '../session/watcher-state.ts';

/**
 * `service-silent`: nothing of the service answers · `sockets-blocked`: its pages come through, its live connection does not ·
 * `media-blocked`: the room is live, and its media finds no path.
 */
export type Obstacle = 'none' | 'service-silent' | 'sockets-blocked' | 'media-blocked';

/** What a first picture waits for just now. Once there was one, the reconnecting page has the word. */
export type Awaited = 'signaling' | 'path' | 'nothing';

export const PATIENCE_MS: Readonly<Record<Exclude<Awaited, 'nothing'>, number>> = { signaling: 8_000, path: 12_000 };

export function awaitedIn({ signaling, room, link }: WatcherState): Awaited {
  if (room === null) return signaling.name === 'connecting' || signaling.name === 'lost' ? 'signaling' : 'nothing';
  if (signaling.name !== 'joined' || room.phase !== 'live') return 'nothing';
  return link === null || link.stage === 'opening' ? 'path' : 'nothing';
}
