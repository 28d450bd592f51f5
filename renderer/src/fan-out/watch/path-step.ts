/**
 * Whether anything still arrives from a link's watcher. Watchers send feedback several times a
 * second while they receive. Pure.
 */
import { PATH_SILENT_AFTER_MS } from '../../policy/links.ts';
import type { PathChecks } from './link-vitals.ts';

export interface PathState {
  readonly name: 'flowing' | 'silent';
  /** Something had arrived by then. */
  readonly aliveAtMs: number;
  /** As of the last reading; undefined before the first. */
  readonly received: number | undefined;
  readonly checks: PathChecks | undefined;
}

/** Times are of one monotonic clock. */
export type PathEvent =
  /** The page or the machine has stood still: the time that has passed says nothing. */
  | { readonly type: 'time-lost'; readonly atMs: number }
  /** A message came over the data channel. */
  | { readonly type: 'message-received'; readonly atMs: number }
  | {
      readonly type: 'statistics-read';
      /** What has arrived in all. */
      readonly received: number;
      readonly checks: PathChecks;
      readonly atMs: number;
    };

export type PathEffect =
  /** Nothing arrives: pictures that are sent now are lost, or wait and delay the newest one. */
  | { readonly type: 'hold-picture' }
  /** Packets flow again: the picture goes on with a key frame. */
  | { readonly type: 'resume-picture' };

export const newPath = (nowMs: number): PathState => ({
  name: 'flowing',
  aliveAtMs: nowMs,
  received: undefined,
  checks: undefined,
});

export function stepPath(state: PathState, event: PathEvent): readonly [PathState, ...PathEffect[]] {
  const { atMs } = event;
  if (event.type === 'time-lost') return [state.name === 'silent' ? state : { ...state, aliveAtMs: atMs }];
  if (event.type === 'message-received') return alive({ ...state, aliveAtMs: atMs }, state);
  const { received, checks } = event;
  const read: PathState = { ...state, received, checks };
  // Checks that come show at once that an outage is over. That media flows, they do not show.
  const isBack = state.name === 'silent' && haveCome(state.checks, checks);
  if (received !== state.received || isBack) return alive({ ...read, aliveAtMs: atMs }, state);
  if (state.name === 'silent' || atMs - state.aliveAtMs < PATH_SILENT_AFTER_MS) return [read];
  return [{ ...read, name: 'silent' }, { type: 'hold-picture' }];
}

/** Another path in use has counts of its own. */
const haveCome = (before: PathChecks | undefined, checks: PathChecks): boolean =>
  before !== undefined && before.path === checks.path && before.count !== checks.count;

const alive = (state: PathState, before: PathState): readonly [PathState, ...PathEffect[]] =>
  before.name === 'silent' ? [{ ...state, name: 'flowing' }, { type: 'resume-picture' }] : [state];
