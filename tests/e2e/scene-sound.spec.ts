/** The sound of the scene alone, in both runtimes: every block that leaves it is measured. */
import { expect, test, type Page } from '@playwright/test';
import { bothRuntimes } from '../support/drive/both-runtimes.ts';
import { useScenePage } from '../support/drive/scene-page.ts';
import { heard, loudness } from '../support/measure/scene-output.ts';

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
      for (let i = 0; i < 7; i += 1) {
        const from = await page.evaluate(() => {
          const at = window.stage.heard.length;
          window.stage.newSound('microphone', 0.4, -1);
          return at;
        });
        await expect.poll(async () => (await heard(page, from)).length).toBeGreaterThan(25);
        steps.push(Math.max(...(await heard(page, from)).slice(0, 25).map(({ step }) => step)));
      }
      // A little above the steepest step of two such tones that fade. A hard cut would pass by
      // chance once in twenty-five swaps. Not all swaps have to pass, since a busy machine drops
      // samples by itself.
      expect(steps.toSorted((a, b) => a - b)[2]).toBeLessThan(0.1);
    });

    test('without any source the sound is silence that never stops', async () => {
      const expectSilence = async (): Promise<void> => {
        const from = await page.evaluate(() => window.stage.heard.length);
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
