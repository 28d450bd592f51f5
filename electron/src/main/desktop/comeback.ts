/**
 * The note that is on disk while live, and whether an app that finds it at its start goes live
 * again. Pure.
 */
import * as z from 'zod/mini';
import type { LiveReturn } from '@lectern/bridge';
import { MAX_RETURNS, RETURN_WINDOW_MS } from '../policy.ts';

/** Times are milliseconds since 1970. A broadcast that ends normally removes the note. */
export const LiveNote = z.object({
  service: z.string(),
  roomId: z.string(),
  air: z.enum(['live', 'paused']),
  sinceMs: z.number(),
  /** When the note was last written. */
  seenMs: z.number(),
  /** When the app went live again by itself. */
  returnedMs: z.array(z.number()),
});
export type LiveNote = z.infer<typeof LiveNote>;

interface Now {
  readonly nowMs: number;
  readonly service: string;
  readonly roomId: string;
}

export interface Comeback extends LiveReturn {
  readonly sinceMs: number;
  readonly returnedMs: readonly number[];
}

/** Null where the note is too old or of another room, or where the app has come back too often. */
export function comebackFrom(note: LiveNote, { nowMs, service, roomId }: Now): Comeback | null {
  if (note.service !== service || note.roomId !== roomId) return null;
  const ageMs = nowMs - note.seenMs;
  // A clock that was set back hides the age, so the same limit holds in both directions.
  if (Math.abs(ageMs) > RETURN_WINDOW_MS) return null;
  const recent = note.returnedMs.filter((atMs) => nowMs - atMs < RETURN_WINDOW_MS);
  if (recent.length >= MAX_RETURNS) return null;
  return { air: note.air, sinceMs: Math.min(note.sinceMs, nowMs), returnedMs: [...recent, nowMs] };
}
