/** One failure: brought about, waited out, and its gap. */
import type { Durations, Failure } from './failures.ts';
import { gapBeyond, longestGapMs } from './frame-times.ts';
import type { PresenterEnd } from './presenter-ends.ts';
import type { StageOf } from './recovery-stage.ts';
import { missingAfterPatience } from './wholeness.ts';

export interface Recovery {
  /** Beyond that of the control. */
  readonly gapMs: number;
  readonly controlGapMs: number;
  /** Nothing if it has recovered. */
  readonly missing: readonly string[];
  /** From the end of the failure until picture and signaling are whole at both ends. */
  readonly wholeAfterMs: number;
}

export async function measureFailure<Presenter extends PresenterEnd>(
  stage: StageOf<Presenter>,
  failure: Failure<Presenter>,
  durations: Durations,
): Promise<Recovery> {
  const { audience, crowd, control, field } = stage;
  const openDirectPath = failure.isTurnOnly ? await field.blockDirectPath() : undefined;
  try {
    await audience.gather(1, failure.route);
    await crowd.gather(failure.crowd ?? 0);
    const missingBefore = await missingAfterPatience(stage, Date.now());
    if (missingBefore.length > 0) throw new Error(`not whole before the failure: ${missingBefore.join('; ')}`);
    await Promise.all([audience.forgetFrames(), control.audience.forgetFrames()]);
    const beganMs = Date.now();
    const { countsFromMs = beganMs, restore } = await failure.happen(stage, durations);
    const overMs = Date.now();
    const missing = await missingAfterPatience(stage, overMs);
    const span = { fromMs: countsFromMs, toMs: Date.now() };
    const [[measuredTimes = []], [controlTimes = []]] = await Promise.all([
      audience.frameTimes(),
      control.audience.frameTimes(),
    ]);
    await restore?.();
    return {
      gapMs: gapBeyond(controlTimes, measuredTimes, span),
      controlGapMs: Math.round(longestGapMs(controlTimes, span)),
      missing,
      wholeAfterMs: span.toMs - overMs,
    };
  } finally {
    await openDirectPath?.();
  }
}
