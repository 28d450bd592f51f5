/** The sound of the scene alone, in both runtimes: every block that leaves it is measured. */
import { expect, test, type Page } from '@playwright/test';
import { bothRuntimes } from '../support/drive/both-runtimes.ts';
import { useScenePage } from '../support/drive/scene-page.ts';
import { heard, loudness } from '../support/measure/scene-output.ts';

/**
 * Of so many swaps, so many must be without a click: samples may also be dropped just then. Hard
 * cuts would reach that once in five hundred runs.
 */
const [SWAPS, SWAPS_KEPT] = [7, 3];
const BLOCKS = 25;
/**
 * A little above the steepest step of two such tones that fade. A hard cut would pass by chance
 * once in twenty-five swaps.
 */
const CLICK = 0.1;

const heardSoFar = (page: Page): Promise<number> => page.evaluate(() => window.stage.heard.length);

/** The steepest step between two samples of the blocks from this one on. */
async function steepestFrom(page: Page, from: number): Promise<number> {
  await expect.poll(async () => (await heard(page, from)).length).toBeGreaterThan(BLOCKS);
  return Math.max(...(await heard(page, from)).slice(0, BLOCKS).map(({ step }) => step));
}

for (const [name, runtime] of Object.entries(bothRuntimes)) {
  test.describe(name, () => {
    let page: Page;
    useScenePage(runtime, (opened) => {
      page = opened;
    });

    test('microphone and system sound are mixed, in stereo, and swapped without a click', async () => {
      await page.evaluate(() => window.stage.sound('microphone', 0.4, -1));
      await expect.poll(async () => (await loudness(page))[0]).toBeGreaterThan(0.1);
      expect((await loudness(page))[1]).toBeLessThan(0.01);
      await page.evaluate(() => window.stage.sound('systemSound', 0.4, 1));
      await expect.poll(async () => Math.min(...(await loudness(page)))).toBeGreaterThan(0.1);
      await page.evaluate(() => window.stage.scene.setSystemSound(null));
      await expect.poll(async () => (await loudness(page))[1]).toBeLessThan(0.01);
      const steps: number[] = [];
      while (steps.length < SWAPS) {
        const before = await steepestFrom(page, await heardSoFar(page));
        const swappedAt = await page.evaluate(() => {
          const at = window.stage.heard.length;
          window.stage.newSound('microphone', 0.4, -1);
          return at;
        });
        const step = await steepestFrom(page, swappedAt);
        const after = await steepestFrom(page, await heardSoFar(page));
        // A busy machine drops samples by itself, which clicks without a swap as well.
        if (Math.max(before, after) < CLICK) steps.push(step);
      }
      expect(steps.filter((step) => step < CLICK).length, steps.join(', ')).toBeGreaterThanOrEqual(SWAPS_KEPT);
    });

    test('without any source the sound is silence that never stops', async () => {
      const expectSilence = async (): Promise<void> => {
        const from = await heardSoFar(page);
        await expect.poll(async () => (await heard(page, from)).length).toBeGreaterThan(50);
        expect(Math.max(...(await heard(page, from + 25)).flatMap(({ rms }) => rms))).toBe(0);
      };
      await expectSilence();
      await page.evaluate(() => window.stage.sound('microphone', 0.4));
      await expect.poll(async () => (await loudness(page))[0]).toBeGreaterThan(0.1);
      await page.evaluate(() => window.stage.scene.setMicrophone(null));
      await expectSilence();
      await page.evaluate(() => window.stage.scene.pause());
      await expectSilence();
    });
  });
}
