/** Links that have ended leave nothing behind, in the page or in its worker. */
import { expect, test, type Page } from '@playwright/test';
import { bothRuntimes } from '../support/drive/both-runtimes.ts';
import { expectMoreFrames, useEnginePage, watcherIn } from '../support/drive/engine-page.ts';

const picture = { width: 640, height: 360, shade: 120 };

for (const [name, runtime] of Object.entries(bothRuntimes)) {
  test.describe(name, () => {
    let page: Page;
    useEnginePage(runtime, { sending: 'once', picture }, (opened) => {
      page = opened;
    });

    test('six hundred joins and leaves leave nothing behind', async () => {
      test.setTimeout(300_000);
      const stays = await watcherIn(page);
      await expectMoreFrames(page, stays);
      const hundredComeAndGo = (): Promise<void> =>
        page.evaluate(async () => {
          for (let round = 0; round < 10; round += 1) {
            const guests = await Promise.all(Array.from({ length: 10 }, () => window.engine.join()));
            for (const guest of guests) window.engine.leave(guest);
          }
        });
      const heldMb: number[] = [];
      for (let hundred = 0; hundred < 6; hundred += 1) {
        await hundredComeAndGo();
        // A page may have 500 connections before the garbage collector runs. Connections that are
        // still referenced would exceed that.
        heldMb.push(await heapMb(page));
      }
      await expect
        .poll(() => page.evaluate(() => window.engine.workerCount()))
        // Picture and sound of the one link that is left.
        .toEqual({ open: 2, pendingWrites: 0 });
      await expectMoreFrames(page, stays);
      // Four hundred links that are still referenced would hold more than ten megabytes.
      expect((heldMb.at(-1) ?? 0) - (heldMb[1] ?? 0)).toBeLessThan(3);
    });
  });
}

/** Megabytes that the page's scripts hold after a garbage collection. */
async function heapMb(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize / 1e6;
}
