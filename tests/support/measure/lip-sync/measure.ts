/**
 * Measures how far sound and picture are apart at a watcher, by flash and beep. The result has an
 * offset of its own: compare two of one run.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { percentile } from '../statistics.ts';
import { beepTimes, flashTimes, offsets } from './offset.ts';
import { recordPicture, recordSound } from './recorders.ts';

export interface LipSync {
  /** The median; positive if the sound comes after the picture. */
  readonly soundAfterPictureMs: number;
  /** From the tenth to the ninetieth percentile. */
  readonly spreadMs: number;
  readonly flashes: number;
}

/** There is one flash a second. On a busy machine some have too few frames to be read. */
const PATIENCE = 2.5;

/** `page`: a watcher page that plays in Chromium. */
export async function measureLipSync(page: Page, wantedFlashes = 20): Promise<LipSync> {
  await page.evaluate(recordPicture);
  await page.evaluate(recordSound);
  const deadline = performance.now() + wantedFlashes * PATIENCE * 1000;
  for (;;) {
    const picture = await page.evaluate(() => window.recordedPicture);
    const sound = await page.evaluate(() => window.recordedSound);
    const [flashes, beeps] = [flashTimes(picture), beepTimes(sound)];
    const found = offsets(flashes, beeps);
    if (found.length >= wantedFlashes) return summaryOf(found);
    if (performance.now() > deadline) {
      throw new Error(
        `too little to measure with: ${flashes.length} flashes in ${picture.length} frames, ` +
          `${beeps.length} beeps in ${sound.length} blocks of sound`,
      );
    }
    await pause((wantedFlashes - found.length + 1) * 1000);
  }
}

const summaryOf = (found: readonly number[]): LipSync => ({
  soundAfterPictureMs: percentile(found, 50),
  spreadMs: percentile(found, 90) - percentile(found, 10),
  flashes: found.length,
});
