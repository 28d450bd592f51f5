/** Kills one part after another, and finds out how long clients were away because of it. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Victim } from './cluster.ts';
import type { Outage } from './outage.ts';

const DOWN_MS = 3_000;
/** From the return of one victim to the end of the next. */
const BETWEEN_MS = { min: 20_000, max: 25_000 };
/** An outage that begins later has another cause, and counts from its own begin. */
const CAUSES_WITHIN_MS = 10_000;

export interface Kill {
  readonly victim: string;
  readonly atMs: number;
}

/** `onKill`: for the progress. Resolves when `durationMs` are over and everything runs again. */
export async function killInTurn(
  victims: readonly Victim[],
  durationMs: number,
  onKill: (kill: Kill) => void,
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
    const kill = { victim: victim.name, atMs: Date.now() };
    kills.push(kill);
    onKill(kill);
    await victim.kill();
    await pause(DOWN_MS);
    await victim.restart();
  }
}

/** For each outage: from the kill that caused it until the client was back. `nowMs`: for those that are still away. */
export const timesAway = (outages: readonly Outage[], kills: readonly Kill[], nowMs: number): number[] =>
  outages.map(({ fromMs, toMs }) => {
    const cause = kills.findLast(({ atMs }) => atMs <= fromMs);
    const isCaused = cause !== undefined && fromMs - cause.atMs < CAUSES_WITHIN_MS;
    return (toMs ?? nowMs) - (isCaused ? cause.atMs : fromMs);
  });
