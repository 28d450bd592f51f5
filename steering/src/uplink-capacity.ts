/** What the presenter's uplink is known to carry. The shares of the links are cut from it. */
import type { LinkId } from '@lectern/protocol';
import {
  CAPACITY_EXPIRES_MS,
  FURTHER_REDUCTION,
  REPEATED_REDUCTION_MS,
  UPLINK_BACKOFF,
  UPLINK_SETTLE_MS,
  UPLINK_TRIAL_MS,
} from './policy.ts';

/** One link was upgraded beyond the known capacity, to see whether the uplink carries it. */
export interface UplinkTrial {
  readonly linkId: LinkId;
  /** The capacity before the trial. */
  readonly beforeKbps: number;
  readonly sinceMs: number;
}

export type UplinkCapacity =
  | { readonly name: 'unlimited' }
  | {
      readonly name: 'limited';
      readonly capacityKbps: number;
      /** What a trial has shown since the last reduction. Capacity above it is assumed. */
      readonly provenKbps: number;
      readonly reducedAtMs: number;
      readonly failedTrials: number;
      readonly nextTrialMs: number;
      readonly trial: UplinkTrial | null;
      /** Since when every link has had all that it can use; null while one has not. */
      readonly satisfiedSinceMs: number | null;
    };

/** The uplink is congested. `deliveredKbps`: what it carried at that moment. */
export const reduceCapacity = (uplink: UplinkCapacity, deliveredKbps: number, nowMs: number): UplinkCapacity => {
  const failedTrials = uplink.name === 'limited' ? uplink.failedTrials : 0;
  return {
    name: 'limited',
    capacityKbps: reducedKbps(uplink, deliveredKbps, nowMs),
    provenKbps: 0,
    reducedAtMs: nowMs,
    failedTrials,
    nextTrialMs: nowMs + trialDelayMs(failedTrials),
    trial: null,
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

const trialDelayMs = (failedTrials: number): number =>
  Math.min(UPLINK_BACKOFF.firstMs * 2 ** failedTrials, UPLINK_BACKOFF.longestMs);

export const isSettling = (uplink: UplinkCapacity, nowMs: number): boolean =>
  uplink.name === 'limited' && nowMs - uplink.reducedAtMs < UPLINK_SETTLE_MS;

export const isJustReduced = (uplink: UplinkCapacity, nowMs: number): boolean =>
  uplink.name === 'limited' && nowMs - uplink.reducedAtMs <= REPEATED_REDUCTION_MS;

/** Whether a trial has shown, since the last reduction, that the uplink carries this much. */
export const hasCarried = (uplink: UplinkCapacity, kbps: number): boolean =>
  uplink.name === 'limited' && kbps <= uplink.provenKbps;

export const mayStartTrial = (uplink: UplinkCapacity, nowMs: number): boolean =>
  uplink.name === 'limited' && uplink.trial === null && nowMs >= uplink.nextTrialMs;

/** `costKbps`: what all links cost once this link is upgraded. */
export const startTrial = (uplink: UplinkCapacity, linkId: LinkId, costKbps: number, nowMs: number): UplinkCapacity =>
  uplink.name === 'unlimited'
    ? uplink
    : {
        ...uplink,
        capacityKbps: Math.max(uplink.capacityKbps, costKbps),
        trial: { linkId, beforeKbps: uplink.capacityKbps, sinceMs: nowMs },
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
  if (uplink.name === 'unlimited' || uplink.trial === null) return uplink;
  const { beforeKbps } = uplink.trial;
  if (costKbps <= beforeKbps) return { ...uplink, capacityKbps: beforeKbps, trial: null };
  return { ...uplink, capacityKbps: Math.min(uplink.capacityKbps, costKbps) };
};

/**
 * A trial that lasted long enough proves its capacity. A capacity that limits no link for long is
 * forgotten.
 */
export const afterTime = (uplink: UplinkCapacity, areLinksSatisfied: boolean, nowMs: number): UplinkCapacity => {
  if (uplink.name === 'unlimited') return uplink;
  const satisfiedSinceMs = areLinksSatisfied ? (uplink.satisfiedSinceMs ?? nowMs) : null;
  if (satisfiedSinceMs !== null && nowMs - satisfiedSinceMs >= CAPACITY_EXPIRES_MS) return { name: 'unlimited' };
  const hasPassed = uplink.trial !== null && nowMs - uplink.trial.sinceMs >= UPLINK_TRIAL_MS;
  return hasPassed
    ? { ...uplink, satisfiedSinceMs, provenKbps: uplink.capacityKbps, trial: null, failedTrials: 0 }
    : { ...uplink, satisfiedSinceMs };
};
