/** What the presenter's uplink is known to carry. The shares of the links are cut from it. */
import type { LinkId } from '@lectern/protocol';
import {
  CAPACITY_EXPIRES_MS,
  FAILED_PART,
  FURTHER_REDUCTION,
  LATE_FAILURE_MS,
  REPEATED_REDUCTION_MS,
  RETURN_DELAY_MS,
  RETURN_GRACE_MS,
  RETURN_STEP,
  RETURN_TRIAL_MS,
  UPLINK_BACKOFF,
  UPLINK_SETTLE_MS,
  UPLINK_TRIAL_MS,
} from './policy.ts';

/**
 * More is sent than the known capacity, to see whether the uplink carries it. `step`: one link was
 * upgraded · `return`: all links may take part of what the uplink has carried earlier.
 */
export type UplinkTrial = {
  /** The capacity before the trial. */
  readonly beforeKbps: number;
  readonly sinceMs: number;
} & ({ readonly kind: 'step'; readonly linkId: LinkId } | { readonly kind: 'return' });

export type UplinkCapacity =
  | { readonly name: 'unlimited' }
  | {
      readonly name: 'limited';
      readonly capacityKbps: number;
      /** What a trial or time has shown since the last reduction. Capacity above it is assumed. */
      readonly provenKbps: number;
      readonly reducedAtMs: number;
      readonly failedTrials: number;
      readonly nextTrialMs: number;
      readonly trial: UplinkTrial | null;
      /** The last trial that passed, and the trials that had failed before it. */
      readonly passed: { readonly beforeKbps: number; readonly atMs: number; readonly failedTrials: number } | null;
      /**
       * What the uplink has carried before it failed, and how much the next trial adds; null if it
       * has not failed, or once that has been tried in vain.
       */
      readonly returning: { readonly toKbps: number; readonly stepKbps: number } | null;
      /** Since when every link has had all that it can use; null while one has not. */
      readonly satisfiedSinceMs: number | null;
    };

/** What the links show of a congested uplink. */
export interface UplinkCongestion {
  /** What it carried at that moment. */
  readonly deliveredKbps: number;
  /** What it has carried before. */
  readonly carriedKbps: number;
  /** It loses only a little of what is sent. */
  readonly isSlight: boolean;
}

export const reduceCapacity = (uplink: UplinkCapacity, congestion: UplinkCongestion, nowMs: number): UplinkCapacity => {
  const late = congestion.isSlight ? lateFailureOf(uplink, nowMs) : null;
  const failedTrials = late ? late.failedTrials + 1 : uplink.name === 'limited' ? uplink.failedTrials : 0;
  const capacityKbps = late?.beforeKbps ?? reducedKbps(uplink, congestion.deliveredKbps, nowMs);
  const hasFailed = capacityKbps < congestion.carriedKbps * FAILED_PART;
  return {
    name: 'limited',
    capacityKbps,
    provenKbps: 0,
    reducedAtMs: nowMs,
    failedTrials,
    nextTrialMs: nowMs + (hasFailed ? RETURN_DELAY_MS : trialDelayMs(failedTrials)),
    trial: null,
    passed: null,
    returning: hasFailed ? { toKbps: congestion.carriedKbps, stepKbps: 0 } : null,
    satisfiedSinceMs: null,
  };
};

/**
 * What was delivered. Soon after another reduction, what is delivered is still low because of that
 * one, so only a fifth is taken off.
 */
const reducedKbps = (uplink: UplinkCapacity, deliveredKbps: number, nowMs: number): number => {
  if (uplink.name === 'unlimited') return deliveredKbps;
  const furtherKbps = (uplink.trial?.beforeKbps ?? uplink.capacityKbps) * FURTHER_REDUCTION;
  return isJustReduced(uplink, nowMs) ? furtherKbps : Math.min(furtherKbps, deliveredKbps);
};

type PassedTrial = NonNullable<Extract<UplinkCapacity, { name: 'limited' }>['passed']>;

/** The last trial, if it has passed so short ago that it is to blame. */
const lateFailureOf = (uplink: UplinkCapacity, nowMs: number): PassedTrial | null =>
  uplink.name === 'limited' && uplink.passed !== null && nowMs - uplink.passed.atMs <= LATE_FAILURE_MS
    ? uplink.passed
    : null;

const trialDelayMs = (failedTrials: number): number =>
  Math.min(UPLINK_BACKOFF.firstMs * 2 ** failedTrials, UPLINK_BACKOFF.longestMs);

/** The last change was so short ago that the samples do not judge it yet. */
export const isSettling = (uplink: UplinkCapacity, nowMs: number): boolean =>
  uplink.name === 'limited' &&
  (nowMs - uplink.reducedAtMs < UPLINK_SETTLE_MS ||
    (uplink.trial?.kind === 'return' && nowMs - uplink.trial.sinceMs < RETURN_GRACE_MS));

export const isJustReduced = (uplink: UplinkCapacity, nowMs: number): boolean =>
  uplink.name === 'limited' && nowMs - uplink.reducedAtMs <= REPEATED_REDUCTION_MS;

/** Links have had this much for long without trouble. */
export const withProven = (uplink: UplinkCapacity, kbps: number): UplinkCapacity =>
  uplink.name === 'unlimited' || kbps <= uplink.provenKbps
    ? uplink
    : { ...uplink, provenKbps: kbps, capacityKbps: Math.max(uplink.capacityKbps, kbps) };

/** Whether the uplink has been shown, since the last reduction, to carry this much. */
export const hasCarried = (uplink: UplinkCapacity, kbps: number): boolean =>
  uplink.name === 'limited' && kbps <= uplink.provenKbps;

export const mayStartTrial = (uplink: UplinkCapacity, nowMs: number): boolean =>
  uplink.name === 'limited' && uplink.trial === null && nowMs >= uplink.nextTrialMs && !isReturning(uplink);

/** The uplink has carried more, and nothing speaks against its doing so again. */
const isReturning = (uplink: UplinkCapacity): boolean =>
  uplink.name === 'limited' && uplink.returning !== null && uplink.returning.toKbps > uplink.capacityKbps;

export const isReturnTrial = (uplink: UplinkCapacity): boolean =>
  uplink.name === 'limited' && uplink.trial?.kind === 'return';

/**
 * All links together may take more than they do, up to what the uplink has carried. `costKbps`:
 * what they cost now. `leastKbps`: what one of them needs for a step up.
 */
export const startReturn = (
  uplink: UplinkCapacity,
  { costKbps, leastKbps }: { readonly costKbps: number; readonly leastKbps: number },
  nowMs: number,
): UplinkCapacity => {
  if (uplink.name === 'unlimited' || uplink.returning === null || !isReturning(uplink)) return uplink;
  if (uplink.trial !== null || nowMs < uplink.nextTrialMs) return uplink;
  const { capacityKbps: beforeKbps, returning } = uplink;
  const sentKbps = Math.max(beforeKbps, costKbps);
  const stepKbps = Math.max(leastKbps, returning.stepKbps * 2, sentKbps * RETURN_STEP);
  const capacityKbps = Math.min(returning.toKbps, sentKbps + stepKbps);
  return {
    ...uplink,
    capacityKbps,
    returning: { ...returning, stepKbps },
    trial: { kind: 'return', beforeKbps, sinceMs: nowMs },
  };
};

/**
 * Most links have been without a path for long, so it was the uplink that was away, and it may be
 * another. The links return together, as after a failure. `costKbps`: what they cost now.
 */
export const awayUplink = (uplink: UplinkCapacity, costKbps: number, nowMs: number): UplinkCapacity => ({
  name: 'limited',
  capacityKbps: costKbps,
  provenKbps: 0,
  reducedAtMs: nowMs,
  failedTrials: 0,
  nextTrialMs: nowMs,
  trial: null,
  passed: null,
  returning: { toKbps: carriedBy(uplink), stepKbps: 0 },
  satisfiedSinceMs: null,
});

/** Before it was away. */
const carriedBy = (uplink: UplinkCapacity): number =>
  uplink.name === 'unlimited' ? Infinity : (uplink.returning?.toKbps ?? uplink.capacityKbps);

/** `costKbps`: what all links cost once this link is upgraded. */
export const startTrial = (uplink: UplinkCapacity, linkId: LinkId, costKbps: number, nowMs: number): UplinkCapacity =>
  uplink.name === 'unlimited'
    ? uplink
    : {
        ...uplink,
        capacityKbps: Math.max(uplink.capacityKbps, costKbps),
        trial: { kind: 'step', linkId, beforeKbps: uplink.capacityKbps, sinceMs: nowMs },
      };

/** Back to the capacity before the trial; the next trial waits longer. */
export const failTrial = (uplink: UplinkCapacity, nowMs: number): UplinkCapacity => {
  if (uplink.name === 'unlimited' || uplink.trial === null) return uplink;
  const failedTrials = uplink.failedTrials + 1;
  const { beforeKbps } = uplink.trial;
  return {
    ...uplink,
    capacityKbps: beforeKbps,
    // It settles as after a reduction: other links may still show what the trial did to them.
    reducedAtMs: nowMs,
    failedTrials,
    nextTrialMs: nowMs + trialDelayMs(failedTrials),
    trial: null,
    returning: null,
  };
};

/**
 * A link's step up failed while the uplink is limited, most likely because of the uplink. Its
 * capacity is now what all links cost without that step (`costKbps`), and the next trial waits:
 * otherwise each link would try in turn.
 */
export const delayTrial = (uplink: UplinkCapacity, costKbps: number, nowMs: number): UplinkCapacity => {
  if (uplink.name === 'unlimited') return uplink;
  const failedTrials = uplink.failedTrials + 1;
  return {
    ...uplink,
    capacityKbps: Math.min(uplink.capacityKbps, costKbps),
    failedTrials,
    nextTrialMs: nowMs + trialDelayMs(failedTrials),
  };
};

/**
 * The trial covers no more than what the links now cost. If its link has left or wants less, or
 * another link was downgraded, that may be no more than before: then nothing is tried and nothing
 * is proven.
 */
export const withTrialCost = (uplink: UplinkCapacity, costKbps: number): UplinkCapacity => {
  if (uplink.name === 'unlimited' || uplink.trial?.kind !== 'step') return uplink;
  const { beforeKbps } = uplink.trial;
  if (costKbps <= beforeKbps) return { ...uplink, capacityKbps: beforeKbps, trial: null };
  return { ...uplink, capacityKbps: Math.min(uplink.capacityKbps, costKbps) };
};

/**
 * A trial that lasted long enough proves its capacity. A capacity that limits no link for long is
 * forgotten.
 */
export const afterTime = (
  uplink: UplinkCapacity,
  { isSatisfied, costKbps }: { readonly isSatisfied: boolean; readonly costKbps: number },
  nowMs: number,
): UplinkCapacity => {
  if (uplink.name === 'unlimited') return uplink;
  const satisfiedSinceMs = isSatisfied ? (uplink.satisfiedSinceMs ?? nowMs) : null;
  if (satisfiedSinceMs !== null && nowMs - satisfiedSinceMs >= CAPACITY_EXPIRES_MS) return { name: 'unlimited' };
  const { trial } = uplink;
  if (trial === null || nowMs - trial.sinceMs < (trial.kind === 'step' ? UPLINK_TRIAL_MS : RETURN_TRIAL_MS))
    return { ...uplink, satisfiedSinceMs };
  const passed = { ...uplink, satisfiedSinceMs, trial: null, failedTrials: 0 };
  if (trial.kind === 'step') {
    const { beforeKbps } = trial;
    const { failedTrials } = uplink;
    return { ...passed, provenKbps: uplink.capacityKbps, passed: { beforeKbps, atMs: nowMs, failedTrials } };
  }
  // Only what the links have taken is proven. A trial that none could use counts for nothing.
  const provenKbps = Math.min(uplink.capacityKbps, Math.max(trial.beforeKbps, costKbps));
  const { returning } = uplink;
  const isUnused = provenKbps <= trial.beforeKbps;
  return {
    ...passed,
    capacityKbps: provenKbps,
    provenKbps,
    returning: returning && isUnused ? { ...returning, stepKbps: returning.stepKbps / 2 } : returning,
  };
};
