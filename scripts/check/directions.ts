/**
 * Which part of Lectern may import which. `arrows.ts` holds every import against these two tables;
 * docs/tour.md explains them.
 */

/** An area may import itself and the areas that its row names. `any` is for what stands on top. */
export type Directions = Readonly<Record<string, readonly string[] | 'any'>>;

/** The top-level folders. A folder without a row may not contain imports. */
export const workspaceDirections: Directions = {
  protocol: [],
  state: [],
  look: [],
  steering: ['protocol'],
  bridge: ['protocol'],
  rtc: ['protocol', 'state'],
  'signaling-server': ['protocol', 'steering'],
  'watcher-web': ['protocol', 'state', 'rtc', 'look'],
  renderer: ['protocol', 'state', 'steering', 'bridge', 'rtc', 'look'],
  electron: ['protocol', 'state', 'bridge', 'look'],
  // No other workspace may import these three.
  build: 'any',
  scripts: 'any',
  tests: 'any',
};

/** The folders of `signaling-server/src`. */
export const serviceDirections: Directions = {
  room: [],
  cluster: ['room'],
  relay: ['room', 'cluster'],
  door: ['cluster', 'room'],
  turn: ['cluster', 'room', 'door', 'admin'],
  page: 'any',
  admin: 'any',
};
