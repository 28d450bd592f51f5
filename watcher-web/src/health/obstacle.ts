/** What keeps this watcher from a picture, once it takes too long. Pure. */
import { MEDIA_OBSTACLE_AFTER_MS, SIGNALING_OBSTACLE_AFTER_MS } from '../policy.ts';
import type { WatcherState } from '../session/watcher-state.ts';
import { isWaitingUnconnected } from '../session/watcher-view.ts';

/** A way that the picture could take out of this network. */
export type Way = 'udp' | 'turn-udp' | 'turn-tcp' | 'turn-tls';

/** What an admin looks up in the guide. */
export type NetworkCode = `N${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8}`;

/** What trying the ways has shown. `blocked`: in the order in which they are tried. */
export interface TriedWays {
  readonly code: NetworkCode;
  readonly blocked: readonly Way[];
}

/**
 * `service-silent`: the service does not answer at all · `captive-portal`: something else answers
 * in its place, as a guest network does before the sign-in · `sockets-blocked`: it answers ordinary
 * requests, but no WebSocket · `no-path`: the room is live, and no link finds a path; with `tried`
 * once the ways have been tried.
 */
export type Obstacle =
  | { readonly name: 'none' | 'service-silent' | 'captive-portal' | 'sockets-blocked' }
  | { readonly name: 'no-path'; readonly tried: TriedWays | null };

export const noObstacle: Obstacle = { name: 'none' };

/** What answers an ordinary request to the service. */
export type Answer = 'service' | 'something-else' | 'nothing';

export const obstacleBehind: Readonly<Record<Answer, Obstacle>> = {
  nothing: { name: 'service-silent' },
  'something-else': { name: 'captive-portal' },
  service: { name: 'sockets-blocked' },
};

/** What the page is waiting for before a picture, or before its picture moves again. */
export type Awaited = 'signaling' | 'path' | 'nothing';

export const OBSTACLE_AFTER_MS: Readonly<Record<Exclude<Awaited, 'nothing'>, number>> = {
  signaling: SIGNALING_OBSTACLE_AFTER_MS,
  path: MEDIA_OBSTACLE_AFTER_MS,
};

export function awaitedIn(state: WatcherState): Awaited {
  const { signaling, room, link } = state;
  if (isWaitingUnconnected(state)) return 'signaling';
  // Media outlives signaling.
  const hasPath = link !== null && ['connected', 'playing', 'stalled'].includes(link.stage);
  if (hasPath) return 'nothing';
  if (signaling.name === 'connecting' || signaling.name === 'lost') return 'signaling';
  return signaling.name === 'joined' && room?.phase === 'live' ? 'path' : 'nothing';
}

const codes = { 'service-silent': 'N1', 'captive-portal': 'N2', 'sockets-blocked': 'N3' } as const;

export function codeOf(obstacle: Obstacle): NetworkCode | undefined {
  if (obstacle.name === 'none') return undefined;
  return obstacle.name === 'no-path' ? obstacle.tried?.code : codes[obstacle.name];
}
