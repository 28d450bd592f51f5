/**
 * The scene alone, in both runtimes: every frame that leaves it is read, and sources are told apart
 * by colour.
 */
import { expect, test, type Page } from '@playwright/test';
import { bothRuntimes } from '../support/drive/both-runtimes.ts';
import { useScenePage } from '../support/drive/scene-page.ts';
import {
  expectFiveASecond,
  expectMiddle,
  expectMoreSeen,
  heard,
  lastSeen,
  loudness,
  middle,
  msFromPauseToSlate,
  seen,
} from '../support/measure/scene-output.ts';

const [GREEN, BLUE, RED] = ['#00ff00', '#0000ff', '#ff0000'];
/** So many presses must keep the claim. The rest may be lost to a busy machine. */
const [PRESSES, PRESSES_KEPT] = [7, 5];
const INSET = { x: 0.75, y: 0.65, size: 0.32, shape: 'round' } as const;

for (const [name, runtime] of Object.entries(bothRuntimes)) {
  test.describe(name, () => {
    let page: Page;
    useScenePage(runtime, (opened) => {
      page = opened;
    });

    test('every layout shows its sources, at the right size', async () => {
      await page.evaluate(
        (colours) => {
          window.stage.setSource('camera', colours[0], 30);
          window.stage.setSource('screen', colours[1], 10);
        },
        [GREEN, BLUE] as const,
      );
      await expectMiddle(page, GREEN);
      // Enlarged from 640 × 480, which would give two layers only.
      expect(await lastSeen(page)).toMatchObject({ width: 832, height: 624, colours: [GREEN, GREEN, GREEN] });

      await page.evaluate(() => window.stage.layout({ kind: 'screen' }));
      await expectMiddle(page, BLUE);
      expect(await lastSeen(page)).toMatchObject({ width: 1280, height: 800, colours: [BLUE, BLUE, BLUE] });

      await page.evaluate((camera) => window.stage.layout({ kind: 'both', camera }), INSET);
      await expect.poll(async () => (await lastSeen(page))?.colours).toEqual([BLUE, GREEN, BLUE]);
      expect(await lastSeen(page)).toMatchObject({ width: 1280, height: 800 });

      await page.evaluate(() => window.stage.layout({ kind: 'slate' }));
      await expect.poll(async () => (await lastSeen(page))?.colours[2]).toBe('#000000');
      expect(await lastSeen(page)).toMatchObject({ width: 1280, height: 720 });
      await expect.poll(() => page.evaluate(() => window.stage.report.shown)).toBe('slate');
    });

    test('a cut is clean: no frame of the old layout after the first of the new', async () => {
      await page.evaluate(
        (colours) => {
          window.stage.setSource('camera', colours[0], 30);
          window.stage.setSource('screen', colours[1], 0);
        },
        [GREEN, BLUE] as const,
      );
      await expectMiddle(page, GREEN);
      for (const [kind, colour] of [
        ['screen', BLUE],
        ['camera', GREEN],
        ['screen', BLUE],
        ['camera', GREEN],
      ] as const) {
        const start = await page.evaluate((next) => {
          const at = { frame: window.stage.seen.length, ms: performance.now() };
          window.stage.layout({ kind: next });
          return at;
        }, kind);
        await expectMiddle(page, colour);
        await expectMoreSeen(page, 4);
        const frames = await seen(page, start.frame);
        const cut = frames.findIndex((frame) => middle(frame) === colour);
        expect(frames.slice(cut).every((frame) => middle(frame) === colour)).toBe(true);
        // When the cut is requested, at most one frame is in the worker and one in this reader.
        expect(cut).toBeLessThanOrEqual(2);
      }
    });

    test('timestamps rise, at most thirty times a second', async () => {
      await page.evaluate((colour) => window.stage.setSource('camera', colour, 60), GREEN);
      await expectMiddle(page, GREEN);
      const times = (await expectMoreSeen(page, 60)).map(({ timestampUs }) => timestampUs);
      const gaps = times.slice(1).map((time, index) => time - (times[index] ?? time));
      expect(Math.min(...gaps)).toBeGreaterThan(0);
      expect(((times.at(-1) ?? 0) - (times[0] ?? 0)) / gaps.length).toBeGreaterThan(1_000_000 / 31.5);
    });

    test('a still screen, a slate and no source at all go out and are decoded at five frames a second or more', async () => {
      await page.evaluate(async () => {
        window.decoded = await window.stage.connect();
      });
      await expect.poll(() => page.evaluate(() => window.decoded())).toBeGreaterThan(0);
      await expectFiveASecond(page);
      expect(await page.evaluate(() => window.stage.report.shown)).toBe('card');
      await page.evaluate((colour) => {
        window.stage.setSource('screen', colour, 0);
        window.stage.layout({ kind: 'screen' });
      }, BLUE);
      await expectMiddle(page, BLUE);
      await expectFiveASecond(page);
      await page.evaluate(() => window.stage.layout({ kind: 'slate' }));
      await expectFiveASecond(page);
    });

    test('nothing captured after the press leaves a paused scene', async () => {
      await page.evaluate((colour) => {
        window.stage.setSource('camera', colour, 30);
        window.stage.sound('microphone', 0);
        // On the other side: two tones on one side may cancel each other out.
        window.stage.sound('systemSound', 0, 1);
      }, GREEN);
      await expectMiddle(page, GREEN);
      const start = await page.evaluate((colour) => {
        const at = { frame: window.stage.seen.length, block: window.stage.heard.length, ms: performance.now() };
        window.stage.scene.pause();
        // In the same task, so everything from here on is captured after the press.
        window.stage.paint('camera', colour);
        window.stage.sound('microphone', 0.5);
        window.stage.sound('systemSound', 0.5);
        return at;
      }, RED);
      await expectMoreSeen(page, 10);
      const frames = await seen(page, start.frame);
      expect(frames.filter((frame) => middle(frame) === RED)).toEqual([]);
      expect(frames.some(({ width }) => width === 1280)).toBe(true);
      await expect.poll(async () => (await heard(page, start.block)).length).toBeGreaterThan(50);
      const blocks = await heard(page, start.block);
      expect(Math.max(...blocks.flatMap(({ rms }) => rms))).toBeLessThan(1e-4);
      await expect
        .poll(() => page.evaluate(() => window.stage.report))
        .toMatchObject({ shown: 'slate', isPaused: true });

      // A change of sources meanwhile does not show either.
      const change = await page.evaluate((colour) => {
        const at = window.stage.seen.length;
        window.stage.setSource('camera', colour, 30);
        window.stage.layout({ kind: 'camera' });
        return at;
      }, RED);
      await expectMoreSeen(page, 5);
      expect((await seen(page, change)).filter((frame) => middle(frame) === RED)).toEqual([]);

      await page.evaluate(() => window.stage.scene.resume());
      await expectMiddle(page, RED);
      await expect.poll(async () => Math.max(...(await loudness(page)))).toBeGreaterThan(0.2);
    });

    test('pausing shows the slate at once', async () => {
      await page.evaluate((colour) => window.stage.setSource('camera', colour, 30), GREEN);
      const tookMs: number[] = [];
      while (tookMs.length < PRESSES) {
        await page.evaluate(() => window.stage.scene.resume());
        await expectMiddle(page, GREEN);
        tookMs.push(await msFromPauseToSlate(page));
      }
      const soon = tookMs.filter((ms) => ms < 150);
      expect(soon.length, `${tookMs.map(Math.round).join(', ')} ms`).toBeGreaterThanOrEqual(PRESSES_KEPT);
    });

    test('a removed source is gone at once, a lost one stays for a moment, and neither leaves black', async () => {
      await page.evaluate(
        (colours) => {
          window.stage.setSource('camera', colours[0], 30);
          window.stage.setSource('screen', colours[1], 10);
          window.stage.layout({ kind: 'both', camera: { x: 0.75, y: 0.65, size: 0.32, shape: 'square' } });
        },
        [GREEN, BLUE] as const,
      );
      await expect.poll(async () => (await lastSeen(page))?.colours).toEqual([BLUE, GREEN, BLUE]);
      await page.evaluate(() => window.stage.removeSource('screen', 'lost'));
      // The remaining source goes on alone.
      await expectMiddle(page, GREEN);
      const start = await page.evaluate(() => {
        const at = window.stage.seen.length;
        window.stage.removeSource('camera', 'switched-off');
        return at;
      });
      await expect.poll(() => page.evaluate(() => window.stage.report.shown)).toBe('card');
      await expectMoreSeen(page, 4);
      const frames = await seen(page, start);
      const card = frames.findIndex(({ width }) => width === 1280);
      expect(card).toBeLessThanOrEqual(2);
      expect(frames.slice(card).every(({ width }) => width === 1280)).toBe(true);
      expect(await page.evaluate(() => window.stage.scene.has)).toEqual({ video: false, audio: false });
    });

    test('a camera replaces another without a gap or a card between', async () => {
      await page.evaluate((colour) => window.stage.setSource('camera', colour, 30), GREEN);
      await expectMiddle(page, GREEN);
      const start = await page.evaluate((colour) => {
        const at = window.stage.seen.length;
        window.stage.setSource('camera', colour, 30);
        return at;
      }, RED);
      await expectMiddle(page, RED);
      expect((await seen(page, start)).map(middle).filter((colour) => colour !== GREEN && colour !== RED)).toEqual([]);
    });

    test('a black picture and a still source are noticed', async () => {
      await page.evaluate(() => window.stage.setSource('camera', '#000000', 30));
      await expect.poll(() => page.evaluate(() => window.stage.report.sources.camera?.isBlack)).toBe(true);
      await page.evaluate((colour) => window.stage.paint('camera', colour), GREEN);
      await expect.poll(() => page.evaluate(() => window.stage.report.sources.camera?.isBlack)).toBe(false);
      await page.evaluate((colour) => window.stage.setSource('camera', colour, 0), GREEN);
      await expect.poll(() => page.evaluate(() => window.stage.report.sources.camera?.isStill)).toBe(true);
    });

    test('frames that are held elsewhere do not stop the camera', async () => {
      await page.evaluate(async (camera) => {
        await window.stage.setDeviceTwice();
        window.stage.layout({ kind: 'both', camera });
      }, INSET);
      await expect.poll(() => page.evaluate(() => window.stage.report.shown)).toBe('both');
      // Long enough to be noticed as still: a still picture also goes out at five frames a second.
      for (let i = 0; i < 6; i += 1) {
        await expectMoreSeen(page, 5);
        expect(await page.evaluate(() => window.stage.report.sources)).toMatchObject({
          camera: { isStill: false },
          screen: { isStill: false },
        });
      }
    });

    test('four seconds of both sources: frames keep coming', async () => {
      await page.evaluate(
        ({ colours, camera }) => {
          window.stage.setSource('camera', colours[0], 30);
          window.stage.setSource('screen', colours[1], 15);
          window.stage.layout({ kind: 'both', camera });
        },
        { colours: [GREEN, BLUE] as const, camera: INSET },
      );
      await expect.poll(async () => (await lastSeen(page))?.colours).toEqual([BLUE, GREEN, BLUE]);
      const from = await page.evaluate(() => window.stage.seen.length);
      const startUs = (await lastSeen(page))?.timestampUs ?? 0;
      await expect
        .poll(async () => ((await lastSeen(page))?.timestampUs ?? 0) - startUs, { timeout: 60_000, intervals: [500] })
        .toBeGreaterThan(4_000_000);
      const frames = await seen(page, from);
      const gapsMs = frames
        .slice(1)
        .map(({ timestampUs }, index) => (timestampUs - (frames[index]?.timestampUs ?? 0)) / 1000);
      // Frames that are never closed would stop the picture for good, within a second.
      expect(Math.max(...gapsMs)).toBeLessThan(3_000);
      expect(frames.length).toBeGreaterThan(4 * 5);
    });
  });
}
