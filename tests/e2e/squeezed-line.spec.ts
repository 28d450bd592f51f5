/** A watcher on a line that becomes bad: it sees less, smoothly and soon, and all of it again afterwards; nobody else notices. */
import { expect, test } from '@playwright/test';
import { requires } from '../support/machine/requirements.ts';
import { openSqueezedLine, type SqueezedLine } from '../support/measure/squeezed-line.ts';

let line: SqueezedLine | undefined;
test.beforeAll(() => requires('electron', 'chromium', 'ip', 'root'));
test.afterAll(() => line?.close());

test('a watcher whose line becomes bad goes on with a smaller picture, and is the only one to notice', async () => {
  test.setTimeout(180_000);
  line = await openSqueezedLine();
  const { lowAfterMs, whileSqueezed, topAfterMs, neighbour } = await line.squeeze();
  expect(lowAfterMs ?? Infinity).toBeLessThanOrEqual(5_000);
  expect(whileSqueezed.fps).toBeGreaterThan(24);
  expect(whileSqueezed.longestGapMs).toBeLessThan(1_000);
  expect(whileSqueezed.delayMs).toBeLessThan(500);
  expect(topAfterMs ?? Infinity).toBeLessThanOrEqual(20_000);
  expect(neighbour).toMatchObject({ width: 1280 });
  expect(neighbour.longestGapMs).toBeLessThan(300);
});
