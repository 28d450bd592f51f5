/**
 * A watcher on a line that becomes bad gets a smaller picture that stays smooth, and the whole one
 * afterwards. The other watchers notice nothing.
 */
import { expect, test } from '@playwright/test';
import { requires } from '../support/machine/requirements.ts';
import { openSqueezedLine, type SqueezedLine } from '../support/measure/squeezed-line.ts';

const SQUEEZED_MS = 6_000;

let line: SqueezedLine | undefined;
requires('electron', 'chromium', 'ip', 'root');
test.afterAll(() => line?.close());

// How many seconds each change takes is measured by `npm run bench -- squeeze`.
test('a watcher whose line becomes bad goes on with a smaller picture, and is the only one to notice', async () => {
  test.setTimeout(240_000);
  line = await openSqueezedLine();
  const squeeze = await line.squeeze(SQUEEZED_MS);
  const { lowAfterMs, topAfterMs, squeezed, neighbour } = squeeze;
  const measured = JSON.stringify(squeeze);
  test.info().annotations.push({ type: 'measured', description: measured });
  expect(lowAfterMs, measured).not.toBeNull();
  expect(topAfterMs, measured).not.toBeNull();
  // The neighbour is the control: a loss that both have is the machine's.
  const { before, during } = neighbour;
  expect(squeezed.fps, measured).toBeGreaterThan(during.fps * 0.7);
  expect(squeezed.longestGapMs, measured).toBeLessThan(during.longestGapMs + 1_000);
  expect(squeezed.delayMs, measured).toBeLessThan(during.delayMs + 500);
  expect(during.width, measured).toBeGreaterThanOrEqual(before.width);
  expect(during.longestGapMs, measured).toBeLessThan(before.longestGapMs * 2 + 300);
});
