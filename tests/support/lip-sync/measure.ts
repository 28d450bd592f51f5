/** How far sound and picture are apart at a watcher, by flash and beep. Compare two ways in one run: the instrument has its own offset. */
import type { Page } from '@playwright/test';
import { percentile } from '../percentile.ts';
import { beepTimes, flashTimes, offsets } from './offset.ts';
import { recordPicture, recordSound } from './recorders.ts';

export interface LipSync {
  /** The median; positive where the sound comes after the picture. */
  readonly soundAfterPictureMs: number;
  /** From the tenth to the ninetieth percentile. */
  readonly spreadMs: number;
  readonly flashes: number;
}

/** `page` is a watcher's page in Chromium that plays. */
export async function measureLipSync(page: Page, wantedFlashes = 20): Promise<LipSync> {
  await page.evaluate(recordPicture);
  await page.evaluate(recordSound);
  const since = await page.evaluate(() => performance.now());
  await page.waitForFunction((untilMs) => performance.now() > untilMs, since + (wantedFlashes + 1) * 1000, {
    timeout: (wantedFlashes + 15) * 1000,
    polling: 500,
  });
  const picture = await page.evaluate(() => window.recordedPicture);
  const sound = await page.evaluate(() => window.recordedSound);
  const found = offsets(flashTimes(picture), beepTimes(sound));
  if (found.length < wantedFlashes * 0.75) {
    const seen = `${flashTimes(picture).length} flashes in ${picture.length} frames, ${beepTimes(sound).length} beeps in ${sound.length} blocks`;
    throw new Error(`too little to measure with: ${found.length} pairs of ${seen}`);
  }
  return {
    soundAfterPictureMs: percentile(found, 50),
    spreadMs: percentile(found, 90) - percentile(found, 10),
    flashes: found.length,
  };
}
