/** What the presenter's line carries, as far as it has shown: the state that the division of the uplink rests on. */
import type { LinkId } from '@lectern/protocol';
import type { Costs } from './ladder-costs.ts';
import type { SteeredLink } from './steered-link.ts';

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
      readonly cutAtMs: number;
      readonly failures: number;
      readonly nextTrialMs: number;
      readonly trial: UplinkTrial | null;
      /** Since when every link has had what it can use. */
      readonly enoughSinceMs: number | null;
    };

/** One or two bad lines are their own; it takes three, and half the room, to accuse the line that all share. */
const MANY = 3;
/** Estimators behind one bottleneck notice it within some round trips of each other. */
export const TOGETHER_MS = 1_000;
/** What had queued before the cut is gone, and receiver reports tell of after it. */
const SETTLE_MS = 2_000;
const AFTERMATH_MS = 4_000;
/** A cut that was not enough is followed by one of a fifth. */
const FURTHER = 0.8;
/** Of what was sent when the line was full: part of that went into its buffer. */
const CARRIED = 0.9;
const TRIAL_PAUSE_MS = 10_000;
const LONGEST_TRIAL_PAUSE_MS = 60_000;
/** One step too many may be a few hundredths of the line: it takes that long to fill a buffer of 200 ms. */
const TRIAL_MS = 6_000;
/** A limit that nobody has run into for this long is forgotten. */
const ENOUGH_MS = 30_000;

const isNewlyCongested = ({ reading }: SteeredLink, nowMs: number): boolean =>
  reading.congestedSinceMs !== null && nowMs - reading.congestedSinceMs <= TOGETHER_MS;

const isCongestedNow = ({ reading, layer }: SteeredLink, nowMs: number): boolean =>
  layer > 0 && reading.lastCongestedMs === nowMs;

/** Whether the congestion that links show is the shared line's. Links on trial ask for it themselves and do not count. */
export const isShared = (uplink: Uplink, links: readonly SteeredLink[], nowMs: number): boolean => {
  const onTrial = links.filter(({ phase }) => phase.name === 'trying');
  const witnesses = onTrial.length * 2 > links.length ? links : links.filter(({ phase }) => phase.name !== 'trying');
  const isAftermath = uplink.name === 'limited' && nowMs - uplink.cutAtMs <= AFTERMATH_MS;
  const count = witnesses.filter(
    (link) => isNewlyCongested(link, nowMs) || (isAftermath && isCongestedNow(link, nowMs)),
  ).length;
  return count >= MANY && count * 2 >= links.length;
};

/**
 * What got through. Part of what was sent only filled buffers: an estimate that has sunk tells better; one that was never as
 * high as what the layer needs, as in a link's first second, tells nothing.
 */
export const carriedKbps = (links: readonly SteeredLink[], costs: Costs): number =>
  links.reduce((sumKbps, { layer, reading }) => {
    const { sentKbps, lossFraction, availableKbps, bestKbps } = reading;
    const arrivedKbps = sentKbps * (1 - lossFraction) * CARRIED;
    const hasSunk = availableKbps !== null && bestKbps !== null && bestKbps >= costs[layer] && availableKbps < bestKbps;
    return sumKbps + (hasSunk ? Math.min(availableKbps, arrivedKbps) : arrivedKbps);
  }, 0);

const trialPauseMs = (failures: number): number => Math.min(TRIAL_PAUSE_MS * 2 ** failures, LONGEST_TRIAL_PAUSE_MS);

export const cut = (uplink: Uplink, kbps: number, nowMs: number): Uplink => {
  const failures = uplink.name === 'limited' ? uplink.failures : 0;
  return {
    name: 'limited',
    capacityKbps: uplink.name === 'limited' ? uplink.capacityKbps * FURTHER : kbps,
    cutAtMs: nowMs,
    failures,
    nextTrialMs: nowMs + trialPauseMs(failures),
    trial: null,
    enoughSinceMs: null,
  };
};

export const isSettling = (uplink: Uplink, nowMs: number): boolean =>
  uplink.name === 'limited' && nowMs - uplink.cutAtMs < SETTLE_MS;

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
export const refuse = (uplink: Uplink, sentKbps: number, nowMs: number): Uplink => {
  if (uplink.name === 'unlimited') return uplink;
  const failures = uplink.failures + 1;
  return {
    ...uplink,
    capacityKbps: Math.min(uplink.capacityKbps, sentKbps),
    failures,
    nextTrialMs: nowMs + trialPauseMs(failures),
  };
};

/** Time passes: a trial that held is what the line carries; a limit that limits nobody is forgotten. */
export const passTime = (uplink: Uplink, hasEverybodyEnough: boolean, nowMs: number): Uplink => {
  if (uplink.name === 'unlimited') return uplink;
  const enoughSinceMs = hasEverybodyEnough ? (uplink.enoughSinceMs ?? nowMs) : null;
  if (enoughSinceMs !== null && nowMs - enoughSinceMs >= ENOUGH_MS) return { name: 'unlimited' };
  const hasHeld = uplink.trial !== null && nowMs - uplink.trial.sinceMs >= TRIAL_MS;
  return hasHeld ? { ...uplink, enoughSinceMs, trial: null, failures: 0 } : { ...uplink, enoughSinceMs };
};
