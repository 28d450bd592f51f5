/** When a late event loop counts as being behind. */
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { LoopLag } from './loop-lag.ts';

const LIMIT_MS = 200;

function block(ms: number): void {
  const untilMs = performance.now() + ms;
  while (performance.now() < untilMs);
}

test('one late turn may be a pause of the machine; after a second one the service is behind, until it is on time', async () => {
  const lag = new LoopLag(() => undefined);
  block(2 * LIMIT_MS);
  expect(lag.behindMs).toBeLessThan(LIMIT_MS);
  await sleep(1);
  block(2 * LIMIT_MS);
  expect(lag.behindMs).toBeGreaterThan(LIMIT_MS);
  await expect.poll(() => lag.behindMs).toBeLessThan(LIMIT_MS);
  lag.close();
});
