/**
 * Measures one layer as a watcher gets it: its cost, its frames, and how like their source they
 * are.
 */
import type { Page } from '@playwright/test';
import { setTimeout as pause } from 'node:timers/promises';
import { collectFrames, keptFrame, type Collected } from '../../support/measure/likeness/decoded-frames.ts';
import { BLOCK_PIXELS, numberIn } from '../../support/measure/likeness/frame-number.ts';
import { meanSquareError, psnrOf, scaledTo, ssimOf, withoutBottom } from '../../support/measure/likeness/likeness.ts';
import { askForLayer } from '../../support/measure/link-channels.ts';
import { mean } from '../../support/measure/statistics.ts';
import type { Source } from './sources.ts';
import { encodeMsBetween, expectAlone, readEncoderTimes } from './encoder-times.ts';
import { rates, type Step } from './results.ts';

/** Until the encoder's rate has settled at a layer. */
const SETTLE_MS = 3_000;
/** So many frames are compared. */
const COMPARED = 16;

export interface MeasuredStep {
  readonly step: Step;
  /** Such as `video/VP8`. */
  readonly mimeType: string;
  /** Frames whose number could not be read. */
  readonly unreadable: number;
}

export async function measureStep(
  presenter: Page,
  watcher: Page,
  source: Source,
  layer: number,
): Promise<MeasuredStep> {
  await askForLayer(watcher, layer);
  await expectAlone(presenter, layer);
  await pause(SETTLE_MS);
  const ms = (source.frames / source.fps) * 1_000;
  const before = await readEncoderTimes(presenter);
  const collected = await collectFrames(watcher, { ms, keepEveryMs: ms / COMPARED, sourceHeight: source.height });
  const encodeMs = encodeMsBetween(before, await readEncoderTimes(presenter), layer);
  const { ssim, psnr } = await compare(watcher, source, collected);
  const numbers = collected.frames.map(({ levels }) => numberIn(levels));
  const changes = numbers.filter((number, index) => number !== null && number !== numbers[index - 1]).length;
  return {
    step: {
      layer,
      ...rates(collected.received),
      fps: rounded((changes - 1) / seconds(collected), 1),
      ssim,
      psnr,
      encodeMs,
    },
    mimeType: collected.mimeType,
    unreadable: numbers.filter((number) => number === null).length,
  };
}

const seconds = ({ frames }: Collected): number => ((frames.at(-1)?.atMs ?? 0) - (frames[0]?.atMs ?? 0)) / 1_000;

async function compare(
  watcher: Page,
  source: Source,
  { frames }: Collected,
): Promise<{ readonly ssim: number; readonly psnr: number }> {
  const [similarities, errors]: [number[], number[]] = [[], []];
  for (const { kept, levels } of frames) {
    const number = kept === null ? null : numberIn(levels);
    if (kept === null || number === null || number >= source.frames) continue;
    const original = withoutBottom(await source.brightnessOf(number), BLOCK_PIXELS);
    const whole = scaledTo(await keptFrame(watcher, kept), source.width, source.height);
    const decoded = withoutBottom(whole, BLOCK_PIXELS);
    similarities.push(ssimOf(original, decoded));
    errors.push(meanSquareError(original, decoded));
  }
  return { ssim: rounded(mean(similarities), 4), psnr: rounded(psnrOf(mean(errors)), 2) };
}

const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));
