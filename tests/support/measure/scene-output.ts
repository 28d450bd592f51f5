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
  await expect.poll(async () => (await seen(page, from)).length, { timeout: 30_000 }).toBeGreaterThanOrEqual(count);
  return seen(page, from);
}

export const loudness = async (page: Page): Promise<number[]> => (await heard(page, -5)).at(-1)?.rms.slice() ?? [];
