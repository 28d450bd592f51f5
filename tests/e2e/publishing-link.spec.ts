/**
 * The link to the relay in both runtimes, with a connection of the page as the relay: every layer
 * arrives, each by itself, and only where it is asked for.
 */
import { expect, test, type Page } from '@playwright/test';
import { bothRuntimes } from '../support/drive/both-runtimes.ts';
import { expectMoreFrames, facts, useEnginePage, watcherIn } from '../support/drive/engine-page.ts';
import type { LayerFacts, RelayFacts } from '../support/pages/engine/relay-end.ts';

const picture = { width: 1280, height: 720, shade: 220 };
const WIDTHS = [320, 640, 1280];
/** A busy machine takes a while to begin or end a layer. */
const SOON = { timeout: 40_000 };

const relayFacts = (page: Page): Promise<RelayFacts> => page.evaluate(() => window.engine.relayFacts());

const framesOf = ({ layers }: RelayFacts): readonly number[] => layers.map(({ frames }) => frames);

async function expectMoreOf(page: Page, layers: readonly number[], count = 10): Promise<void> {
  const before = framesOf(await relayFacts(page));
  const leastMore = async (): Promise<number> => {
    const now = framesOf(await relayFacts(page));
    return Math.min(...layers.map((layer) => (now[layer] ?? 0) - (before[layer] ?? 0)));
  };
  await expect.poll(leastMore, { intervals: [100], ...SOON }).toBeGreaterThanOrEqual(count);
}

for (const [name, runtime] of Object.entries(bothRuntimes)) {
  for (const sending of ['once', 'each'] as const) {
    test.describe(`${name}, encoding ${sending}`, () => {
      let page: Page;
      useEnginePage(runtime, { sending, picture }, (opened) => {
        page = opened;
      });

      test('all layers arrive, the lowest first, with their sound', async () => {
        await page.evaluate(() => window.engine.publish());
        await expectMoreOf(page, [0, 1, 2], 30);
        const widths = async () => (await relayFacts(page)).layers.map(({ width }) => width);
        // An encoder of its own may make less of it if processor time is short.
        if (sending === 'once') await expect.poll(widths, SOON).toEqual(WIDTHS);
        else expect((await widths()).toSorted((a, b) => a - b)).toEqual(await widths());
        await expect.poll(async () => (await relayFacts(page)).audioEnergy).toBeGreaterThan(0.001);
      });

      test('only the layers that the relay asks for flow', async () => {
        await page.evaluate(() => window.engine.publish());
        await expectMoreOf(page, [0, 1, 2]);
        await page.evaluate(() => window.engine.capPublished(1));
        await expectNoMoreOf(page, 2);
        await expectMoreOf(page, [0, 1]);
        await page.evaluate(() => window.engine.capPublished('sound'));
        for (const layer of [0, 1, 2]) await expectNoMoreOf(page, layer);
        const heard = async () => (await relayFacts(page)).audioEnergy;
        const before = await heard();
        await expect.poll(heard).toBeGreaterThan(before);
        await page.evaluate(() => window.engine.capPublished(2));
        await expectMoreOf(page, [0, 1, 2]);
      });

      test('a direct watcher beside it is not disturbed by its coming and going', async () => {
        const id = await watcherIn(page);
        await expectMoreFrames(page, id, 30);
        const { width } = await facts(page, id);
        await page.evaluate(() => window.engine.publish());
        await expectMoreOf(page, [0, 1, 2]);
        await expectMoreFrames(page, id, 30);
        await page.evaluate(() => window.engine.unpublish());
        await expectMoreFrames(page, id, 30);
        if (sending === 'once') expect((await facts(page, id)).width).toBeGreaterThanOrEqual(width);
      });

      test('another source is seen in every layer, without renegotiation', async () => {
        await page.evaluate(() => window.engine.publish());
        await expectMoreOf(page, [0, 1, 2]);
        await page.evaluate(() => window.engine.show(null));
        await page.evaluate((shown) => window.engine.show(shown), { width: 1280, height: 960, shade: 40 });
        await expectMoreOf(page, [0, 1, 2], 30);
      });

      if (sending === 'once') describeEncodeOnce(() => page);
    });
  }
}

/** Waits until a layer has stood still for a while, in which others go on. */
async function expectNoMoreOf(page: Page, layer: number): Promise<void> {
  await expect
    .poll(
      async () => {
        const before = await relayFacts(page);
        await page.waitForTimeout(1_000);
        const after = await relayFacts(page);
        return (framesOf(after)[layer] ?? 0) - (framesOf(before)[layer] ?? 0);
      },
      { intervals: [100], ...SOON },
    )
    .toBe(0);
}

/** One watcher is heard at once, after a second, and then every two. */
const mostOfOneWatcher = (seconds: number): number => 2 + Math.floor((seconds - 1) / 2);

function describeEncodeOnce(page: () => Page): void {
  test('a crowd of requests for key frames costs few of them, and each layer gets one', async () => {
    await page().evaluate(() => window.engine.publish());
    await expectMoreOf(page(), [0, 1, 2], 30);
    const keyFrames = async () => (await relayFacts(page())).layers.map((layer: LayerFacts) => layer.keyFrames);
    const before = await keyFrames();
    const startedAt = performance.now();
    for (let i = 0; i < 20; i += 1) {
      await page().evaluate(() => window.engine.requestPublishedKeyFrame());
      await page().waitForTimeout(100);
    }
    const made = (await keyFrames()).map((count, layer) => count - (before[layer] ?? 0));
    const seconds = (performance.now() - startedAt) / 1000;
    for (const count of made) {
      expect(count, String(made)).toBeGreaterThan(mostOfOneWatcher(seconds));
      expect(count, String(made)).toBeLessThanOrEqual(2 * seconds + 2);
    }
  });
}
