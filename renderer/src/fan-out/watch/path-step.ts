/**
 * Whether anything still arrives from a link's watcher. Watchers send feedback several times a
 * second while they receive. Pure.
 */
import { PATH_SILENT_AFTER_MS } from '../../policy.ts';

export interface PathState {
  readonly name: 'flowing' | 'silent';
  /** Something had arrived by then. */
  readonly aliveAtMs: number;
  /** What had arrived by the last reading; undefined before the first. */
  readonly received: string | undefined;
}

/** Times are of one monotonic clock. */
export type PathEvent =
  /** A message came over the data channel. */
  | { readonly type: 'message-received'; readonly atMs: number }
  /** `received` differs from the reading before if anything has arrived since. */
  | { readonly type: 'statistics-read'; readonly received: string; readonly atMs: number };

export type PathEffect =
  /** Nothing arrives: pictures that are sent now are lost, or wait and delay the newest one. */
  | { readonly type: 'hold-picture' }
  /** Packets flow again: the picture goes on with a key frame. */
  | { readonly type: 'resume-picture' };

export const newPath = (nowMs: number): PathState => ({ name: 'flowing', aliveAtMs: nowMs, received: undefined });

export function stepPath(state: PathState, event: PathEvent): readonly [PathState, ...PathEffect[]] {
  const { atMs } = event;
  if (event.type === 'message-received') return alive({ ...state, aliveAtMs: atMs }, state);
  const { received } = event;
  if (received !== state.received) return alive({ ...state, aliveAtMs: atMs, received }, state);
  if (state.name === 'silent' || atMs - state.aliveAtMs < PATH_SILENT_AFTER_MS) return [state];
  return [{ ...state, name: 'silent' }, { type: 'hold-picture' }];
}

const alive = (state: PathState, before: PathState): readonly [PathState, ...PathEffect[]] =>
  before.name === 'silent' ? [{ ...state, name: 'flowing' }, { type: 'resume-picture' }] : [state];
