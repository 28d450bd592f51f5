/** Reads the frames and sound that have left the scene in the page `pages/scene/`. */
import { expect, type Page } from '@playwright/test';
import type { HeardBlock, SeenFrame } from '../pages/scene/watch-output.ts';

export const seen = (page: Page, from = 0): Promise<SeenFrame[]> =>
  page.evaluate((at) => window.stage.seen.slice(at), from);
export const heard = (page: Page, from = 0): Promise<HeardBlock[]> =>
  page.evaluate((at) => window.stage.heard.slice(at), from);
export const middle = (frame: SeenFrame | undefined): string | undefined => frame?.colours[0];
export const lastSeen = async (page: Page): Promise<SeenFrame | undefined> => (await seen(page, -1)).at(-1);

/** Waits until the middle of the picture has this colour. */
export async function expectMiddle(page: Page, colour: string): Promise<void> {
  await expect.poll(async () => middle(await lastSeen(page)), { intervals: [50] }).toBe(colour);
}

export async function expectMoreSeen(page: Page, count: number): Promise<SeenFrame[]> {
  const from = await page.evaluate(() => window.stage.seen.length);
  await expect.poll(async () => (await seen(page, from)).length, { intervals: [100] }).toBeGreaterThanOrEqual(count);
  return seen(page, from);
}

export const loudness = async (page: Page): Promise<number[]> => (await heard(page, -5)).at(-1)?.rms.slice() ?? [];

/** So many windows must keep the claim. The rest may be lost to a busy machine. */
const [WINDOWS, WINDOWS_KEPT, FRAMES_IN_WINDOW] = [3, 2, 5];

/** Five frames a second or more leave the scene, and the receiver of `connect()` decodes them. */
export async function expectFiveASecond(page: Page): Promise<void> {
  const decodedBefore = await page.evaluate(() => window.decoded());
  const frames = await expectMoreSeen(page, WINDOWS * FRAMES_IN_WINDOW + 1);
  const decoded = (await page.evaluate(() => window.decoded())) - decodedBefore;
  const meanGapsMs = Array.from({ length: WINDOWS }, (_, window) => {
    const [first = NaN, last = NaN] = [window, window + 1].map(
      (at) => frames[at * FRAMES_IN_WINDOW]?.timestampUs ?? NaN,
    );
    return (last - first) / FRAMES_IN_WINDOW / 1000;
  });
  const measured = `mean gaps of ${meanGapsMs.map(Math.round).join(', ')} ms, ${decoded} of ${frames.length} decoded`;
  const kept = meanGapsMs.filter((gapMs) => gapMs <= 200);
  expect(kept.length, measured).toBeGreaterThanOrEqual(WINDOWS_KEPT);
  expect(decoded, measured).toBeGreaterThanOrEqual(frames.length * 0.8);
}

/** Pauses the scene, and gives the milliseconds until its slate goes out. */
export async function msFromPauseToSlate(page: Page): Promise<number> {
  const start = await page.evaluate(() => {
    const at = { frame: window.stage.seen.length, ms: performance.now() };
    window.stage.scene.pause();
    return at;
  });
  const slateAtMs = async (): Promise<number> =>
    (await seen(page, start.frame)).find(({ width }) => width === 1280)?.atMs ?? 0;
  await expect.poll(slateAtMs).toBeGreaterThan(0);
  return (await slateAtMs()) - start.ms;
}
