/** Waits for a fact, in measurements that run without a test. */
import { setTimeout as pause } from 'node:timers/promises';

const EVERY_MS = 50;
const WITHIN_MS = 120_000;

/** `what`: what is waited for, in the error where it does not come true in time. */
export async function until(
  what: string | (() => string),
  isSo: () => boolean | Promise<boolean>,
  { withinMs = WITHIN_MS, everyMs = EVERY_MS }: { readonly withinMs?: number; readonly everyMs?: number } = {},
): Promise<void> {
  const deadlineMs = performance.now() + withinMs;
  while (!(await isSo())) {
    if (performance.now() > deadlineMs) {
      const words = typeof what === 'string' ? what : what();
      throw new Error(`not within ${String(withinMs / 1_000)} s: ${words}`);
    }
    await pause(everyMs);
  }
}
