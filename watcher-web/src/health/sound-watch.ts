/**
 * Detects a link whose sound has stopped although its path is alive. A presenter without any source
 * sends silence, so sound never stops by itself. Only another link helps.
 */
import type { LinkId } from '@lectern/protocol';
import { SOUND_REPLACE_BACKOFF_MS, SOUND_STUCK_AFTER_MS } from '../policy.ts';
import type { Reception } from './reception.ts';

export type SoundReading = Pick<Reception, 'atMs' | 'soundPackets' | 'otherPackets'>;

export interface SoundHistory {
  readonly linkId: LinkId | null;
  readonly last: SoundReading | null;
  /** Sound had arrived by then. */
  readonly heardAtMs: number;
  readonly backoffMs: number;
  readonly notBeforeMs: number;
}

export const noSoundHistory: SoundHistory = {
  linkId: null,
  last: null,
  heardAtMs: 0,
  backoffMs: SOUND_REPLACE_BACKOFF_MS.first,
  notBeforeMs: Number.NEGATIVE_INFINITY,
};

/** Judges one more reading of a link. `isStuck`: it should be replaced. */
export function judgeSound(
  before: SoundHistory,
  linkId: LinkId,
  reading: SoundReading,
): { readonly isStuck: boolean; readonly history: SoundHistory } {
  const { atMs } = reading;
  const last = before.linkId === linkId ? before.last : null;
  const hasArrived = last === null || reading.soundPackets !== last.soundPackets;
  const history = { ...before, linkId, last: reading, heardAtMs: hasArrived ? atMs : before.heardAtMs };
  const isAlive = last !== null && reading.otherPackets > last.otherPackets;
  const isDue = atMs - history.heardAtMs >= SOUND_STUCK_AFTER_MS && atMs >= before.notBeforeMs;
  // A link that never had sound may come from a presenter whose browser does not let sound start.
  if (!isDue || !isAlive || reading.soundPackets === 0) return { isStuck: false, history };
  const backoffMs = Math.min(SOUND_REPLACE_BACKOFF_MS.max, before.backoffMs * 2);
  return {
    isStuck: true,
    history: { ...history, heardAtMs: atMs, backoffMs, notBeforeMs: atMs + before.backoffMs },
  };
}
