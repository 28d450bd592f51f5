/**
 * Steps down: which links lose a layer because of what the samples show, and whether a path or the
 * uplink is to blame.
 */
import type { LinkId } from '@lectern/protocol';
import { afterLayerChange } from './congestion-signals.ts';
import { downgrade, downgradeByOne, limitToShare, undoDowngrade } from './layer-changes.ts';
import { nothingCarried, type Carried } from './carried.ts';
import { layerBelow } from './layer-costs.ts';
import type { LinkSample } from './link-sample.ts';
import { SIMULTANEOUS_MS, TRIAL_EXCESS } from './policy.ts';
import { deliveredKbps, isAtOnce, isHurtByReturn, isHurtByTrial, isUplinkCongested } from './shared-congestion.ts';
import { mapLinks, totalCostOf, type SharedLine } from './shared-line.ts';
import { stepLink, type LinkVerdict, type SteeredLink } from './steered-link.ts';
import {
  delayTrial,
  failTrial,
  hasCarried,
  isJustReduced,
  isReturnTrial,
  isSettling,
  reduceCapacity,
  type UplinkCapacity,
  type UplinkTrial,
} from './uplink-capacity.ts';

type Verdicts = ReadonlyMap<LinkId, LinkVerdict>;

export const stepDown = (before: SharedLine, samples: readonly LinkSample[], nowMs: number): SharedLine => {
  const [line, verdicts] = readAll(before, samples, nowMs);
  const { uplink } = line;
  if (isSettling(uplink, nowMs)) return settle(line, verdicts, nowMs);
  const links = [...line.links.values()];
  if (uplink.name === 'limited' && uplink.trial && hasFailed(uplink.trial, line, verdicts, nowMs)) {
    // Far less than before the trial is delivered, so the uplink has become worse just then.
    const isWorse = deliveredKbps(line, nowMs) < uplink.trial.beforeKbps * TRIAL_EXCESS;
    if (!isWorse || !isUplinkCongested(uplink, links, nowMs)) return endTrial(line, uplink.trial, nowMs);
  }
  if (isUplinkCongested(uplink, links, nowMs))
    return mapLinks({ ...line, uplink: reduced(line, nowMs) }, (link) =>
      undoDowngrade(link, { nowMs, costs: line.costs[link.codec] }, nowMs - SIMULTANEOUS_MS),
    );
  const isShared = isJustReduced(uplink, nowMs) || isAtOnce(verdicts, links.length);
  const after = mapLinks(line, (link, linkId) => {
    const verdict = verdicts.get(linkId) ?? 'fine';
    if (verdict === 'fine') return link;
    // The uplink may carry even less than is known, so no path is blamed.
    if (isShared) return limitToShare(link, layerBelow(link.layer));
    return verdict === 'overfull'
      ? downgradeByOne(link, nowMs)
      : downgrade(link, { nowMs, costs: line.costs[link.codec] });
  });
  const isUplinkToBlame =
    !isReturnTrial(uplink) &&
    [...line.links].some(([linkId, link]) => verdicts.get(linkId) === 'trial-failed' && !isPathToBlame(link, line));
  return isUplinkToBlame ? { ...after, uplink: delayTrial(uplink, totalCostOf(after), nowMs) } : after;
};

const reduced = (line: SharedLine, nowMs: number): UplinkCapacity => {
  const isSlight = [...line.links.values()].every(
    ({ signals: { lastCongestedMs } }) => lastCongestedMs === null || nowMs - lastCongestedMs > SIMULTANEOUS_MS,
  );
  const congestion = { deliveredKbps: deliveredKbps(line, nowMs), carriedKbps: line.carried.kbps, isSlight };
  return reduceCapacity(line.uplink, congestion, nowMs);
};

/** The link's own path showed its limit before, and the uplink has carried this much. */
const isPathToBlame = ({ pathLayer, layer }: SteeredLink, line: SharedLine): boolean =>
  pathLayer < layer && hasCarried(line.uplink, totalCostOf(line));

/** Congestion of a single other link does not end the trial: that link steps down by itself. */
const hasFailed = (trial: UplinkTrial, { links }: SharedLine, verdicts: Verdicts, nowMs: number): boolean => {
  if (trial.kind === 'return')
    return isHurtByReturn(
      [...links].map(([linkId, link]) => [link, verdicts.get(linkId) ?? 'fine']),
      nowMs,
    );
  if ((verdicts.get(trial.linkId) ?? 'fine') !== 'fine') return true;
  const others = [...links].filter(([linkId]) => linkId !== trial.linkId).map(([, link]) => link);
  return isHurtByTrial(trial, others, nowMs);
};

const readAll = (line: SharedLine, samples: readonly LinkSample[], nowMs: number): [SharedLine, Verdicts] => {
  const links = new Map(line.links);
  const verdicts = new Map<LinkId, LinkVerdict>();
  for (const sample of samples) {
    const link = links.get(sample.linkId);
    if (!link) continue; // Removed since the sample was taken.
    const [read, verdict] = stepLink(link, sample, { nowMs, costs: line.costs[link.codec] });
    links.set(sample.linkId, read);
    verdicts.set(sample.linkId, verdict);
  }
  return [{ ...line, links }, verdicts];
};

/**
 * Samples still show the time before the reduction. Nothing is concluded from them, and a later
 * drop is measured from the estimates of now.
 */
const settle = (line: SharedLine, verdicts: Verdicts, nowMs: number): SharedLine =>
  mapLinks(line, (link, linkId) =>
    verdicts.get(linkId) === 'trial-failed'
      ? downgrade(link, { nowMs, costs: line.costs[link.codec] })
      : { ...link, signals: { ...afterLayerChange(link.signals), congestionStartedMs: null } },
  );

/** The uplink does not carry what it carried once. */
const afterTrial = ({ carried }: SharedLine, { kind }: UplinkTrial): Carried =>
  kind === 'return' ? nothingCarried : carried;

/**
 * The uplink's trial failed. A link that was upgraded for it steps back, and its own path is not
 * blamed. Another link that has trouble on its own path still has it when the rest has settled.
 */
const endTrial = (line: SharedLine, trial: UplinkTrial, nowMs: number): SharedLine =>
  mapLinks({ ...line, uplink: failTrial(line.uplink, nowMs), carried: afterTrial(line, trial) }, (link, linkId) => {
    const moment = { nowMs, costs: line.costs[link.codec] };
    const { sinceMs } = trial;
    const isTried = trial.kind === 'return' ? link.phase.name === 'trial' : linkId === trial.linkId;
    if (isTried && link.phase.name === 'trial') return { ...downgrade(link, moment), pathLayer: link.pathLayer };
    return undoDowngrade(link, moment, sinceMs);
  });
