/**
 * Presets in the engine alone, in both runtimes and both ways of sending: the size that arrives,
 * and the report of what is sent.
 */
import { expect, test, type Page } from '@playwright/test';
import { bothRuntimes } from '../support/drive/both-runtimes.ts';
import { facts, useEnginePage, watcherIn } from '../support/drive/engine-page.ts';

const widths = { saver: 960, standard: 1280 } as const;
const ceilings = { saver: { scaleDownBy: 4 / 3, kbps: 700 }, standard: { scaleDownBy: 1, kbps: 1_800 } } as const;

const picture = { width: 1280, height: 720, shade: 200 };

const widthOf = async (page: Page, id: string): Promise<number> => (await facts(page, id)).width;

async function expectPreset(page: Page, id: string, quality: keyof typeof widths, sending: 'once' | 'each') {
  if (sending === 'once') {
    await expect.poll(() => widthOf(page, id), { timeout: 40_000 }).toBe(widths[quality]);
    return;
  }
  // An encoder of its own may go lower still if processor time is short.
  await expect.poll(() => page.evaluate((one) => window.engine.ceiling(one), id)).toEqual(ceilings[quality]);
  await expect
    .poll(async () => {
      const width = await widthOf(page, id);
      return width > 0 && width <= widths[quality];
    })
    .toBe(true);
}

for (const [name, runtime] of Object.entries(bothRuntimes)) {
  for (const sending of ['once', 'each'] as const) {
    test.describe(`${name}, encoding ${sending}`, () => {
      let page: Page;
      let ids: string[];
      useEnginePage(runtime, { sending, picture }, (opened) => {
        page = opened;
      });
      test.beforeEach(async () => {
        ids = [await watcherIn(page), await watcherIn(page)];
      });

      test('another preset changes the size, without renegotiation', async () => {
        for (const quality of ['standard', 'saver', 'standard'] as const) {
          await page.evaluate((one) => window.engine.setQuality(one), quality);
          for (const id of ids) await expectPreset(page, id, quality, sending);
        }
        for (const id of ids) {
          expect(await page.evaluate((one) => window.engine.renegotiations(one), id)).toBe(0);
        }
      });

      // Only pages that capture learn the encoder's name: `quality.spec.ts` checks it.
      test('the report of what is sent matches what arrives', async () => {
        await page.evaluate(() => window.engine.setQuality('saver'));
        const readStreams = () => page.evaluate(() => window.engine.readSentStreams());
        // Read together, since the size may change between two readings.
        await expect
          .poll(
            async () => {
              const streams = await readStreams();
              const arrived = new Set(await Promise.all(ids.map((id) => widthOf(page, id))));
              const watched = streams.filter(({ watchers }) => watchers > 0);
              return {
                watchers: watched.reduce((sum, { watchers }) => sum + watchers, 0),
                isSameSize: watched.length > 0 && watched.every(({ width }) => arrived.has(width)),
                isMeasured: watched.every(({ kbps, fps }) => kbps !== null && kbps > 0 && kbps < 1_500 && fps > 0),
              };
            },
            { timeout: 60_000, intervals: [1_000] },
          )
          .toEqual({ watchers: 2, isSameSize: true, isMeasured: true });
      });
    });
  }
}
