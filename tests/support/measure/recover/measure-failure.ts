/** One failure: brought about, waited out, and its gap. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Durations, Failure } from './failures.ts';
import { gapBeyond, longestGapMs } from './frame-times.ts';
import type { PresenterEnd } from './presenter-ends.ts';
import type { RecoveryStage } from './recovery-stage.ts';

/** Nobody waits longer for a picture. */
export const PATIENCE_MS = 60_000;
const LOOK_EVERY_MS = 200;
/** A recovery counts once it has lasted this long. */
const LASTS_MS = 1_500;
/** Longer pauses between frames are no picture that plays. */
const PLAYING_GAP_MS = 500;

export interface Recovery {
  /** Beyond that of the control. */
  readonly gapMs: number;
  readonly controlGapMs: number;
  readonly recovered: boolean;
  /** From the end of the failure until picture and signaling are whole at both ends. */
  readonly wholeAfterMs: number;
}

export async function measureFailure<Presenter extends PresenterEnd>(
  stage: RecoveryStage & { readonly presenter: Presenter },
  failure: Failure<Presenter>,
  durations: Durations,
): Promise<Recovery> {
  const { audience, crowd, control, field } = stage;
  const openDirectPath = failure.isTurnOnly ? await field.blockDirectPath() : undefined;
  try {
    await audience.gather(1, failure.route);
    await crowd.gather(failure.crowd ?? 0);
    if (!(await untilWhole(stage, Date.now()))) throw new Error('the broadcast was not whole before the failure');
    await Promise.all([audience.forgetFrames(), control.audience.forgetFrames()]);
    const beganMs = Date.now();
    const { countsFromMs = beganMs, restore } = await failure.happen(stage, durations);
    const overMs = Date.now();
    const recovered = await untilWhole(stage, overMs);
    const span = { fromMs: countsFromMs, toMs: Date.now() };
    const [[measuredTimes = []], [controlTimes = []]] = await Promise.all([
      audience.frameTimes(),
      control.audience.frameTimes(),
    ]);
    await restore?.();
    return {
      gapMs: gapBeyond(controlTimes, measuredTimes, span),
      controlGapMs: Math.round(longestGapMs(controlTimes, span)),
      recovered,
      wholeAfterMs: span.toMs - overMs,
    };
  } finally {
    await openDirectPath?.();
  }
}

/** Whether, within the time, all watchers have been playing for a while and are in the room at the service. */
export async function untilWhole(
  { audience, crowd, presenter, service }: RecoveryStage,
  sinceMs: number,
): Promise<boolean> {
  for (;;) {
    const sinceThenMs = Date.now() - sinceMs;
    const watchers = audience.count + crowd.count;
    const isWhole =
      (await audience.recentGapMs(LASTS_MS)) < PLAYING_GAP_MS &&
      (await crowd.hasPicture()) &&
      (await presenter.hasAudience(watchers)) &&
      (await service.serves(watchers));
    if (sinceThenMs >= LASTS_MS && isWhole) return true;
    if (sinceThenMs > PATIENCE_MS) return false;
    await pause(LOOK_EVERY_MS);
  }
}
