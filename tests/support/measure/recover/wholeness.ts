/** Whether picture and signaling are whole at both ends, and what is missing if not. */
import { setTimeout as pause } from 'node:timers/promises';
import type { RecoveryStage } from './recovery-stage.ts';

/** No one waits longer for a picture. */
export const PATIENCE_MS = 60_000;
const LOOK_EVERY_MS = 200;
/** A recovery counts once it has lasted this long. */
const LASTS_MS = 1_500;
/** Longer pauses between frames are no picture that plays. */
const PLAYING_GAP_MS = 500;

/**
 * Resolves when all watchers have been playing for a while and are in the room, with an empty list;
 * or with what is still missing when they have been waited for long enough.
 */
export async function missingAfterPatience(stage: RecoveryStage, sinceMs: number): Promise<readonly string[]> {
  for (;;) {
    const sinceThenMs = Date.now() - sinceMs;
    const missing = await missingIn(stage);
    if (sinceThenMs >= LASTS_MS && missing.length === 0) return missing;
    if (sinceThenMs > PATIENCE_MS) return missing;
    await pause(LOOK_EVERY_MS);
  }
}

/** Later looks cost more, and are left out where an earlier one has found something. */
async function missingIn({ audience, crowd, presenter, service }: RecoveryStage): Promise<readonly string[]> {
  const frozen = await audience.frozen(LASTS_MS, PLAYING_GAP_MS);
  if (frozen.length > 0) return frozen;
  const watchers = audience.count + crowd.count;
  if (!(await crowd.hasPicture())) return ['a light receiver gets no frames'];
  if (!(await presenter.hasAudience(watchers))) return [`the presenter is not live with ${String(watchers)} watchers`];
  if (!(await service.serves(watchers))) return [`the service does not have ${String(watchers)} watchers`];
  return [];
}
