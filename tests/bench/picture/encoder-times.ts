/** What the scene's encoder has spent on each layer. */
import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';
import { setTimeout as pause } from 'node:timers/promises';

/** The RIDs of the layers, the lowest first. */
const RIDS = ['low', 'middle', 'high'] as const;
/** A layer that is not used any more is encoded for some seconds. */
const ALONE_WITHIN_MS = 60_000;
const LOOK_MS = 1_000;

export interface EncoderTime {
  readonly rid: string;
  readonly frames: number;
  readonly seconds: number;
}

/** Since the encoder's start. `page`: the presenter's, with `installConnectionList`. */
export const readEncoderTimes = (page: Page): Promise<readonly EncoderTime[]> => page.evaluate(readInPage);

/** Waits until of all layers only this one is encoded. */
export async function expectAlone(page: Page, layer: number): Promise<void> {
  const atWork = async (): Promise<readonly string[]> => {
    const before = await readEncoderTimes(page);
    await pause(LOOK_MS);
    const after = await readEncoderTimes(page);
    return after.flatMap((time) => (framesBetween(before, time) > 0 ? [time.rid] : []));
  };
  await expect.poll(atWork, { timeout: ALONE_WITHIN_MS, intervals: [100] }).toEqual([RIDS[layer]]);
}

const framesBetween = (before: readonly EncoderTime[], after: EncoderTime): number =>
  after.frames - (before.find(({ rid }) => rid === after.rid)?.frames ?? 0);

/**
 * Mean time for a frame between both readings, in milliseconds; null where the runtime does not
 * say.
 */
export function encodeMsBetween(
  before: readonly EncoderTime[],
  after: readonly EncoderTime[],
  layer: number,
): number | null {
  const [from, to] = [before, after].map((times) => times.find(({ rid }) => rid === RIDS[layer]));
  if (!from || !to || to.seconds <= from.seconds) return null;
  return Number((((to.seconds - from.seconds) / (to.frames - from.frames)) * 1_000).toFixed(1));
}

/** Runs in the page. Of two encoders' layers of one name, that which works counts. */
async function readInPage(): Promise<EncoderTime[]> {
  const times = new Map<string, EncoderTime>();
  for (const pc of window.connectionList) {
    for (const entry of (await pc.getStats()).values()) {
      if (entry.type !== 'outbound-rtp' || entry.kind !== 'video' || entry.rid === undefined) continue;
      const before = times.get(entry.rid);
      times.set(entry.rid, {
        rid: entry.rid,
        frames: (before?.frames ?? 0) + (entry.framesEncoded ?? 0),
        seconds: (before?.seconds ?? 0) + (entry.totalEncodeTime ?? 0),
      });
    }
  }
  return [...times.values()];
}
