/** What is noted while live, and whether an app that finds such a note goes back live. Pure. */
import * as z from 'zod/mini';
import type { LiveReturn } from '@lectern/bridge';

/** There only while live: a clean stop takes it away. */
export const LiveNote = z.object({
  service: z.string(),
  roomId: z.string(),
  air: z.enum(['live', 'paused']),
  sinceMs: z.number(),
  /** When it was last true. */
  seenMs: z.number(),
  /** When the app has gone back live by itself, so that one that keeps ending unexpectedly leaves it to the person. */
  returnedMs: z.array(z.number()),
});
export type LiveNote = z.infer<typeof LiveNote>;

/** As long as the service keeps a room whose presenter is away: later, the watchers are gone. */
const WITHIN_MS = 600_000;
const MOST_RETURNS = 3;

export interface Surroundings {
  readonly nowMs: number;
  readonly service: string;
  readonly roomId: string;
}

export interface NotedReturn extends LiveReturn {
  readonly sinceMs: number;
  readonly returnedMs: readonly number[];
}

/** Null: too long ago, another room, or it has happened too often. */
export function returnFrom(note: LiveNote | undefined, { nowMs, service, roomId }: Surroundings): NotedReturn | null {
  if (note === undefined || note.service !== service || note.roomId !== roomId) return null;
  const agoMs = nowMs - note.seenMs;
  // A clock that was set back says nothing of how long it was.
  if (agoMs > WITHIN_MS || agoMs < -WITHIN_MS) return null;
  const recent = note.returnedMs.filter((atMs) => nowMs - atMs < WITHIN_MS);
  if (recent.length >= MOST_RETURNS) return null;
  return { air: note.air, sinceMs: Math.min(note.sinceMs, nowMs), returnedMs: [...recent, nowMs] };
}
