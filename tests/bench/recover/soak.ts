/**
 * Random failures, one after the other, in pages that stay open. The kill of the app is not among
 * them: it would end the process whose memory may not grow.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { fullDurations, pageFailures, type Failure } from '../../support/measure/recover/failures.ts';
import type { PageEnd } from '../../support/measure/recover/presenter-ends.ts';
import type { StageOf } from '../../support/measure/recover/recovery-stage.ts';
import { missingAfterPatience } from '../../support/measure/recover/wholeness.ts';
import {
  delayGrowth,
  delayReader,
  memoryGrowthPct,
  readMemory,
  type DelayGrowth,
  type DelaySample,
  type MemorySample,
} from './soak-samples.ts';

const WATCHERS = 3;
const WARM_UP_MS = 10 * 60_000;
/** Between two failures. What follows a failure has settled when the samples are taken. */
const CALM_MS = { min: 15_000, max: 40_000 };

export interface SoakResult {
  readonly minutes: number;
  readonly failures: number;
  /** Failures after which not all watchers were back within a minute. */
  readonly leftBehind: number;
  readonly delayGrowth: DelayGrowth;
  readonly controlDelayGrowth: DelayGrowth;
  readonly memoryGrowthPct: { readonly presenter: number; readonly watchers: number };
}

/** Returns what was missing a minute later. */
async function happenOnce(stage: StageOf<PageEnd>, failure: Failure<PageEnd>): Promise<readonly string[]> {
  const mendDirectPath = failure.isTurnOnly ? await stage.field.blockDirectPath() : undefined;
  const before = mendDirectPath === undefined ? [] : await missingAfterPatience(stage, Date.now());
  const { restore } = await failure.happen(stage, fullDurations);
  const after = await missingAfterPatience(stage, Date.now());
  await restore?.();
  await mendDirectPath?.();
  return [...before.map((what) => `before it: ${what}`), ...after];
}

export async function soak(
  stage: StageOf<PageEnd>,
  durationMs: number,
  print: (line: string) => void,
): Promise<SoakResult> {
  const { audience, presenter, control } = stage;
  await audience.gather(WATCHERS, 'direct');
  const readDelay = await delayReader(audience.pages);
  const readControlDelay = await delayReader(control.audience.pages);
  const delays: DelaySample[] = [];
  const controlDelays: DelaySample[] = [];
  const memory = { presenter: [] as MemorySample[], watchers: [] as MemorySample[] };
  const all: readonly (readonly [string, Failure<PageEnd>])[] = Object.entries(pageFailures);
  const warmUpMs = Math.min(WARM_UP_MS, durationMs / 4);
  const beganMs = Date.now();
  let [failures, leftBehind] = [0, 0];
  for (;;) {
    await pause(CALM_MS.min + Math.random() * (CALM_MS.max - CALM_MS.min));
    await Promise.all([audience.forgetFrames(), control.audience.forgetFrames()]);
    const [ms, controlMs] = await Promise.all([readDelay(), readControlDelay()]);
    const presenterMb = await readMemory(presenter.pid, [presenter.drawn.page]);
    const watchersMb = await readMemory(audience.pid, audience.pages);
    const atMs = Date.now() - beganMs;
    print(
      `${String(Math.round(atMs / 1_000))} s: delay ${ms.toFixed(0)} ms (control ${controlMs.toFixed(0)}), ` +
        `presenter ${presenterMb.toFixed(0)} MB, watchers ${watchersMb.toFixed(0)} MB`,
    );
    if (atMs > warmUpMs && Number.isFinite(ms) && Number.isFinite(controlMs)) {
      delays.push({ atMs, ms });
      controlDelays.push({ atMs, ms: controlMs });
      memory.presenter.push({ atMs, mb: presenterMb });
      memory.watchers.push({ atMs, mb: watchersMb });
    }
    if (atMs > durationMs) break;
    const [name, failure] = all[Math.floor(Math.random() * all.length)] ?? [];
    if (name === undefined || failure === undefined) throw new Error('nothing can fail');
    const missing = await happenOnce(stage, failure);
    failures += 1;
    if (missing.length > 0) leftBehind += 1;
    print(`${name}: ${missing.length === 0 ? 'all are back' : `NOT ALL ARE BACK: ${missing.join('; ')}`}`);
  }
  return {
    minutes: Math.round(durationMs / 60_000),
    failures,
    leftBehind,
    delayGrowth: delayGrowth(delays),
    controlDelayGrowth: delayGrowth(controlDelays),
    memoryGrowthPct: {
      presenter: memoryGrowthPct(memory.presenter),
      watchers: memoryGrowthPct(memory.watchers),
    },
  };
}
