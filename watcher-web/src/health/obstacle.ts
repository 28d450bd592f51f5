/** What keeps this watcher from a first picture, once it takes too long. Pure. */
import { MEDIA_OBSTACLE_AFTER_MS, SIGNALING_OBSTACLE_AFTER_MS } from '../policy.ts';
import type { WatcherState } from '../session/watcher-state.ts';
import { isWaitingUnconnected } from '../session/watcher-view.ts';

/**
 * `service-silent`: the service does not answer at all · `sockets-blocked`: it answers ordinary
 * requests, but no WebSocket · `media-blocked`: the room is live, and no link finds a path.
 */
export type Obstacle = 'none' | 'service-silent' | 'sockets-blocked' | 'media-blocked';

/** What the page is waiting for before a picture. After the first one it says "Reconnecting". */
export type Awaited = 'signaling' | 'path' | 'nothing';

export const OBSTACLE_AFTER_MS: Readonly<Record<Exclude<Awaited, 'nothing'>, number>> = {
  signaling: SIGNALING_OBSTACLE_AFTER_MS,
  path: MEDIA_OBSTACLE_AFTER_MS,
};

export function awaitedIn(state: WatcherState): Awaited {
  const { signaling, room, link } = state;
  if (isWaitingUnconnected(state)) return 'signaling';
  if (room === null) return signaling.name === 'connecting' || signaling.name === 'lost' ? 'signaling' : 'nothing';
  if (signaling.name !== 'joined' || room.phase !== 'live') return 'nothing';
  return link === null || link.stage === 'opening' ? 'path' : 'nothing';
}
