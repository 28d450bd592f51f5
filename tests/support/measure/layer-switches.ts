/**
 * Random switches of one watcher among the three layers, beside a watcher that switches nothing.
 * With real encoders and decoders, and without the steering.
 */
import { expect, type Page } from '@playwright/test';
import { expectMoreFrames, facts, startEngine, watcherIn } from '../drive/engine-page.ts';

/** The smallest picture with all layers. */
const PICTURE = { width: 960, height: 540, shade: 120 };
const WIDTHS = [240, 480, 960] as const;
/** Layers have even sides, so the lowest one is a little smaller. */
const WIDTH_TOLERANCE = 8;
/** A picture of the new layer that has not come by then has stalled. */
const UNSEEN_AFTER_MS = 3_000;
/** How long each layer is watched before the next switch. */
const WATCHED_MS = 400;

export interface Seen {
  readonly keyFrameRequests: number;
  readonly freezes: number;
  /** The longest time without a new picture, by switch. */
  readonly gapsMs: readonly number[];
}

export interface LayerSwitches {
  readonly own: Seen;
  readonly beside: Seen;
  /** From the choice to the first picture of the new layer; null where it has not come. */
  readonly tookMs: readonly (number | null)[];
  /** Which layers were switched to, for finding a pair that stalls. */
  readonly layers: readonly number[];
}

/** One encoder instance. `random` gives numbers from 0 to 1. */
export async function switchLayers(page: Page, switches: number, random: () => number): Promise<LayerSwitches> {
  await startEngine(page, 'once', { isSteered: false });
  await page.evaluate((picture) => window.engine.show(picture), PICTURE);
  const [own, beside] = [await watcherIn(page), await watcherIn(page)];
  for (const id of [own, beside]) {
    await expectMoreFrames(page, id, 15);
    await expect.poll(async () => (await facts(page, id)).width).toBe(WIDTHS[2]);
  }
  const before = { own: await facts(page, own), beside: await facts(page, beside) };
  const gapsMs: { own: number[]; beside: number[] } = { own: [], beside: [] };
  const tookMs: (number | null)[] = [];
  const layers: number[] = [];
  let layer = 2;
  for (let index = 0; index < switches; index += 1) {
    layer = (layer + (random() < 0.5 ? 1 : 2)) % 3;
    layers.push(layer);
    tookMs.push(
      await page.evaluate(switchTo, {
        ids: [own, beside],
        layer: layer === 0 ? 0 : layer === 1 ? 1 : 2,
        width: WIDTHS[layer] ?? 0,
        tolerance: WIDTH_TOLERANCE,
        unseenAfterMs: UNSEEN_AFTER_MS,
        watchedMs: WATCHED_MS,
      } as const),
    );
    gapsMs.own.push((await facts(page, own)).longestGapMs);
    gapsMs.beside.push((await facts(page, beside)).longestGapMs);
  }
  const since = async (id: string, name: 'own' | 'beside'): Promise<Seen> => {
    const { keyFrameRequests, freezes } = await facts(page, id);
    return {
      keyFrameRequests: keyFrameRequests - before[name].keyFrameRequests,
      freezes: freezes - before[name].freezes,
      gapsMs: gapsMs[name].map(Math.round),
    };
  };
  return { own: await since(own, 'own'), beside: await since(beside, 'beside'), tookMs, layers };
}

/** Runs in the page. The first of `ids` switches. */
async function switchTo(wanted: {
  readonly ids: readonly [own: string, beside: string];
  readonly layer: 0 | 1 | 2;
  readonly width: number;
  readonly tolerance: number;
  readonly unseenAfterMs: number;
  readonly watchedMs: number;
}): Promise<number | null> {
  const { engine } = window;
  const { ids, layer, width, tolerance, unseenAfterMs, watchedMs } = wanted;
  for (const id of ids) engine.resetGap(id);
  const startedAt = performance.now();
  engine.choose(ids[0], layer);
  const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
  let tookMs: number | null = null;
  while (tookMs === null && performance.now() - startedAt < unseenAfterMs) {
    const shown = (await engine.facts(ids[0])).width;
    if (Math.abs(shown - width) <= tolerance) tookMs = Math.round(performance.now() - startedAt);
    else await pause(20);
  }
  await pause(watchedMs);
  return tookMs;
}
