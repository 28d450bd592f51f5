/** Kills one part after another, and finds out how long clients were away because of it. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Victim } from './cluster.ts';
import type { Outage } from './outage.ts';

const DOWN_MS = 3_000;
/** From the return of one victim to the end of the next. */
const BETWEEN_MS = { min: 20_000, max: 25_000 };
export interface Kill {
  readonly victim: string;
  readonly atMs: number;
  /** When the victim ran again. */
  readonly backMs: number;
}

/** `onKill`: for the progress. Resolves when `durationMs` are over and everything runs again. */
export async function killInTurn(
  victims: readonly Victim[],
  durationMs: number,
  onKill: (victim: string) => void,
): Promise<Kill[]> {
  const kills: Kill[] = [];
  const endMs = Date.now() + durationMs;
  for (;;) {
    const waitMs = BETWEEN_MS.min + Math.random() * (BETWEEN_MS.max - BETWEEN_MS.min);
    if (Date.now() + waitMs + DOWN_MS > endMs) {
      await pause(Math.max(0, endMs - Date.now()));
      return kills;
    }
    await pause(kills.length === 0 ? 0 : waitMs);
    const victim = victims[Math.floor(Math.random() * victims.length)];
    if (victim === undefined) throw new Error('there is nothing to kill');
    const atMs = Date.now();
    onKill(victim.name);
    await victim.kill();
    await pause(DOWN_MS);
    await victim.restart();
    kills.push({ victim: victim.name, atMs, backMs: Date.now() });
  }
}

/**
 * For each outage: from the kill that caused it until the client was back. One that begins when the
 * victim is back has another cause, such as rooms that return to an instance, and counts from its
 * own beginning. `nowMs`: for those that are still away.
 */
export const timesAway = (outages: readonly Outage[], kills: readonly Kill[], nowMs: number): number[] =>
  outages.map(({ fromMs, toMs }) => {
    const cause = kills.findLast(({ atMs }) => atMs <= fromMs);
    const isCaused = cause !== undefined && fromMs < cause.backMs;
    return (toMs ?? nowMs) - (isCaused ? cause.atMs : fromMs);
  });
