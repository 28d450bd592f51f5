/** Links in AV1 beside links in VP8, in both runtimes of the presenter. */
import { expect, test, type Page } from '@playwright/test';
import { bothRuntimes } from '../support/drive/both-runtimes.ts';
import { av1WatcherIn, expectMoreFrames, facts, useEnginePage, watcherIn } from '../support/drive/engine-page.ts';

const LINKS_IN_SEQUENCE = 50;
const SOON = { timeout: 40_000 };
const text = { width: 960, height: 540, shade: 120 };

for (const [name, runtime] of Object.entries(bothRuntimes)) {
  test.describe(`engine in ${name}`, () => {
    let page: Page;
    useEnginePage(runtime, { sending: 'once', codecs: 'auto', picture: text }, (opened) => {
      page = opened;
    });

    test('each watcher gets its codec, and a stream that begins again keeps it', async () => {
      test.setTimeout(120_000);
      const [inAv1, inVp8] = [await av1WatcherIn(page), await watcherIn(page)];
      for (const id of [inAv1, inVp8]) await expectMoreFrames(page, id);
      expect([(await facts(page, inAv1)).codec, (await facts(page, inVp8)).codec]).toEqual(['video/AV1', 'video/VP8']);
      // The steering raises each to the same top layer.
      for (const id of [inAv1, inVp8])
        await expect.poll(() => page.evaluate((one) => window.engine.layerOf(one), id), SOON).toBe(2);
      const sent = await page.evaluate(() => window.engine.readSentStreams());
      expect(new Set(sent.filter(({ watchers }) => watchers > 0).map(({ codec }) => codec))).toEqual(
        new Set(['VP8', 'AV1']),
      );
      for (let time = 0; time < 3; time += 1) {
        await page.evaluate((id) => window.engine.restartStream(id), inAv1);
        await expectMoreFrames(page, inAv1);
      }
      await expectMoreFrames(page, inVp8);
      expect((await facts(page, inAv1)).codec).toBe('video/AV1');
      expect(await page.evaluate((id) => window.engine.renegotiations(id), inAv1)).toBe(0);
    });

    test('AV1 follows its watcher’s cap through all layers', async () => {
      test.setTimeout(120_000);
      const id = await av1WatcherIn(page);
      await expectMoreFrames(page, id);
      for (const highest of [0, 2, 1, 0, 2] as const) {
        await page.evaluate(([one, cap]) => window.engine.cap(one, cap), [id, highest] as const);
        await expect.poll(() => page.evaluate((one) => window.engine.layerOf(one), id), SOON).toBe(highest);
        await expectMoreFrames(page, id, 5);
      }
      expect((await facts(page, id)).keyFrameRequests).toBeLessThanOrEqual(1);
    });

    test('fifty links in AV1, one after the other, leave the page at work', async () => {
      test.setTimeout(300_000);
      const stays = await watcherIn(page);
      await expectMoreFrames(page, stays);
      const codecs = await page.evaluate(async (count) => {
        const seen: string[] = [];
        while (seen.length < count) {
          const guest = await window.engine.join(undefined, true);
          while ((await window.engine.facts(guest)).frames < 2) await new Promise(requestAnimationFrame);
          seen.push((await window.engine.facts(guest)).codec);
          window.engine.leave(guest);
        }
        return seen;
      }, LINKS_IN_SEQUENCE);
      expect(codecs).toEqual(Array.from({ length: LINKS_IN_SEQUENCE }, () => 'video/AV1'));
      await expectMoreFrames(page, stays);
    });
  });
}
