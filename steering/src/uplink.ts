/** What the presenter's line carries, as far as it has shown: the state that the division of the uplink rests on. */
import type { LinkId } from '@lectern/protocol';

/** One step more than the line is known to carry, taken for one link. */
export interface UplinkTrial {
  readonly linkId: LinkId;
  readonly beforeKbps: number;
  readonly sinceMs: number;
}

export type Uplink =
  | { readonly name: 'unlimited' }
  | {
      readonly name: 'limited';
      readonly capacityKbps: number;
      /** What a trial has shown since the last cut; the rest of the capacity is what the cut left. */
      readonly provenKbps: number;
      readonly cutAtMs: number;
      readonly failures: number;
      readonly nextTrialMs: number;
      readonly trial: UplinkTrial | null;
      /** Since when every link has had what it can use. */
      readonly enoughSinceMs: number | null;
    };

/** Estimators behind one bottleneck notice it within some round trips of each other. */
export const TOGETHER_MS = 1_000;
/** What had queued before the cut is gone, and receiver reports tell of after it. */
const SETTLE_MS = 2_000;
const AFTERMATH_MS = 4_000;
/** A cut that was not enough is followed by one of a fifth. */
const FURTHER = 0.8;
const TRIAL_PAUSE_MS = 10_000;
const LONGEST_TRIAL_PAUSE_MS = 60_000;
/** One step too many may be a few hundredths of the line: it takes that long to fill a buffer of 200 ms. */
const TRIAL_MS = 6_000;
/** A limit that nobody has run into for this long is forgotten. */
const ENOUGH_MS = 30_000;

const trialPauseMs = (failures: number): number => Math.min(TRIAL_PAUSE_MS * 2 ** failures, LONGEST_TRIAL_PAUSE_MS);

/** What is left: what got through, but soon after a cut, while that is little for what went before, only a fifth less. */
const cutTo = (uplink: Uplink, carriedKbps: number, nowMs: number): number => {
  if (uplink.name === 'unlimited') return carriedKbps;
  const furtherKbps = (uplink.trial?.beforeKbps ?? uplink.capacityKbps) * FURTHER;
  return isAftermath(uplink, nowMs) ? furtherKbps : Math.min(furtherKbps, carriedKbps);
};

export const cut = (uplink: Uplink, carriedKbps: number, nowMs: number): Uplink => {
  const failures = uplink.name === 'limited' ? uplink.failures : 0;
  return {
    name: 'limited',
    capacityKbps: cutTo(uplink, carriedKbps, nowMs),
    provenKbps: 0,
    cutAtMs: nowMs,
    failures,
    nextTrialMs: nowMs + trialPauseMs(failures),
    trial: null,
    enoughSinceMs: null,
  };
};

export const isSettling = (uplink: Uplink, nowMs: number): boolean =>
  uplink.name === 'limited' && nowMs - uplink.cutAtMs < SETTLE_MS;

export const isAftermath = (uplink: Uplink, nowMs: number): boolean =>
  uplink.name === 'limited' && nowMs - uplink.cutAtMs <= AFTERMATH_MS;

export const hasProven = (uplink: Uplink, kbps: number): boolean =>
  uplink.name === 'limited' && kbps <= uplink.provenKbps;

export const mayTry = (uplink: Uplink, nowMs: number): boolean =>
  uplink.name === 'limited' && uplink.trial === null && nowMs >= uplink.nextTrialMs;

export const beginTrial = (uplink: Uplink, linkId: LinkId, costKbps: number, nowMs: number): Uplink =>
  uplink.name === 'unlimited'
    ? uplink
    : {
        ...uplink,
        capacityKbps: Math.max(uplink.capacityKbps, costKbps),
        trial: { linkId, beforeKbps: uplink.capacityKbps, sinceMs: nowMs },
      };

/** Back to what it was before, and the next trial later than the last. */
export const failTrial = (uplink: Uplink, nowMs: number): Uplink => {
  if (uplink.name === 'unlimited' || uplink.trial === null) return uplink;
  const failures = uplink.failures + 1;
  const { beforeKbps } = uplink.trial;
  // Settles like a cut: other links may still show what the trial did to them.
  return {
    ...uplink,
    capacityKbps: beforeKbps,
    cutAtMs: nowMs,
    failures,
    nextTrialMs: nowMs + trialPauseMs(failures),
    trial: null,
  };
};

/**
 * A link's step up failed where the line that all share is known to be short: most likely it was that line. It carries what it carried before,
 * and is asked for more later, or eight links would try one after the other.
 */
export const refuse = (uplink: Uplink, leftKbps: number, nowMs: number): Uplink => {
  if (uplink.name === 'unlimited') return uplink;
  const failures = uplink.failures + 1;
  return {
    ...uplink,
    capacityKbps: Math.min(uplink.capacityKbps, leftKbps),
    failures,
    nextTrialMs: nowMs + trialPauseMs(failures),
  };
};

/**
 * The trial is of what the layers really cost by now. Where its link has left, or wants less, or another has gone down in the meantime, nothing
 * more than before is tried, and nothing is proven.
 */
export const followTrial = (uplink: Uplink, costKbps: number): Uplink => {
  if (uplink.name === 'unlimited' || uplink.trial === null) return uplink;
  const { beforeKbps } = uplink.trial;
  if (costKbps <= beforeKbps) return { ...uplink, capacityKbps: beforeKbps, trial: null };
  return { ...uplink, capacityKbps: Math.min(uplink.capacityKbps, costKbps) };
};

/** Time passes: a trial that held is what the line carries; a limit that limits nobody is forgotten. */
export const passTime = (uplink: Uplink, hasEverybodyEnough: boolean, nowMs: number): Uplink => {
  if (uplink.name === 'unlimited') return uplink;
  const enoughSinceMs = hasEverybodyEnough ? (uplink.enoughSinceMs ?? nowMs) : null;
  if (enoughSinceMs !== null && nowMs - enoughSinceMs >= ENOUGH_MS) return { name: 'unlimited' };
  const hasHeld = uplink.trial !== null && nowMs - uplink.trial.sinceMs >= TRIAL_MS;
  return hasHeld
    ? { ...uplink, enoughSinceMs, provenKbps: uplink.capacityKbps, trial: null, failures: 0 }
    : { ...uplink, enoughSinceMs };
};
