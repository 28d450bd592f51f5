/**
 * When Chromium's audio process has to be started again. It connects to the sound server once, at
 * its start: without a server, or after the server was restarted, it never finds a device again.
 * Pure.
 */
import { SOUND_RESTART_MS, SOUND_TROUBLE_GAP_MS } from '../policy.ts';

export interface SoundProcessState {
  /** `stale`: the server was away at some time since the process started. */
  readonly connection: 'fresh' | 'stale';
  /** When the page last said that sound is missing. Times are of a monotonic clock. */
  readonly askedMs: number;
  readonly nextRestartMs: number;
  /** Before the restart after that one: a restart that has not helped is repeated less often. */
  readonly waitMs: number;
}

export const initialSoundProcess: SoundProcessState = {
  connection: 'fresh',
  askedMs: Number.NEGATIVE_INFINITY,
  nextRestartMs: 0,
  waitMs: SOUND_RESTART_MS.first,
};

export interface SoundFacts {
  readonly isServerAway: boolean;
  /** Whether Chromium lists any microphone or loudspeaker. */
  readonly hasDevices: boolean;
  readonly nowMs: number;
}

/** The page says that sound is missing which the presenter wants. */
export function afterComplaint(
  state: SoundProcessState,
  { isServerAway, hasDevices, nowMs }: SoundFacts,
): readonly [SoundProcessState, 'restart' | 'leave'] {
  const isOther = isServerAway || nowMs - state.askedMs > SOUND_TROUBLE_GAP_MS;
  const asked: SoundProcessState = {
    ...state,
    ...(isOther ? { nextRestartMs: nowMs, waitMs: SOUND_RESTART_MS.first } : {}),
    askedMs: nowMs,
  };
  if (isServerAway) return [{ ...asked, connection: 'stale' }, 'leave'];
  const isDue = asked.connection === 'stale' || !hasDevices;
  if (!isDue || nowMs < asked.nextRestartMs) return [asked, 'leave'];
  const waitMs = Math.min(asked.waitMs * 2, SOUND_RESTART_MS.longest);
  return [{ ...asked, connection: 'fresh', nextRestartMs: nowMs + asked.waitMs, waitMs }, 'restart'];
}

/** The process has started or is about to: it connects to what is there now. */
export const afterStart = (state: SoundProcessState, isServerAway: boolean): SoundProcessState => ({
  ...state,
  connection: isServerAway ? 'stale' : 'fresh',
});
