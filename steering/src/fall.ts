/** The way down: which links give way to what the samples say, and whose fault it was. */
import type { LinkId } from '@lectern/protocol';
import { forgive, retreat } from './link-moves.ts';
import { afterChange } from './line-reading.ts';
import type { LinkSample } from './link-sample.ts';
import { costNow, withLinks, type Room } from './room.ts';
import { stepLink, type LinkVerdict, type SteeredLink } from './steered-link.ts';
import { cut, failTrial, hasProven, isSettling, refuse, TOGETHER_MS, type UplinkTrial } from './uplink.ts';
import { carriedKbps, isShared, isTrialFelt } from './witnesses.ts';

type Verdicts = ReadonlyMap<LinkId, LinkVerdict>;

export const fall = (before: Room, samples: readonly LinkSample[], nowMs: number): Room => {
  const [room, verdicts] = readAll(before, samples, nowMs);
  const { uplink } = room;
  if (isSettling(uplink, nowMs)) return settle(room, verdicts, nowMs);
  const links = [...room.links.values()];
  if (uplink.name === 'limited' && uplink.trial && hasFailed(uplink.trial, room, verdicts, nowMs))
    return endTrial(room, uplink.trial, nowMs);
  if (isShared(uplink, links, nowMs))
    return withLinks({ ...room, uplink: cut(uplink, carriedKbps(room, nowMs), nowMs) }, (link) =>
      forgive(link, { nowMs, costs: room.costs }, nowMs - TOGETHER_MS),
    );
  const after = withLinks(room, (link, linkId) =>
    (verdicts.get(linkId) ?? 'fine') === 'fine' ? link : retreat(link, { nowMs, costs: room.costs }),
  );
  const isLineBlamed = [...room.links].some(
    ([linkId, link]) => verdicts.get(linkId) === 'trial-failed' && !isOwnLimit(link, room),
  );
  return isLineBlamed ? { ...after, uplink: refuse(uplink, costNow(after), nowMs) } : after;
};

/** Its own line has shown its limit before, and the line that all share has carried as much as this. */
const isOwnLimit = ({ carries, layer }: SteeredLink, room: Room): boolean =>
  carries < layer && hasProven(room.uplink, costNow(room));

/** One other's trouble is its own: it goes down by itself, and the trial goes on. */
const hasFailed = (trial: UplinkTrial, { links }: Room, verdicts: Verdicts, nowMs: number): boolean => {
  if ((verdicts.get(trial.linkId) ?? 'fine') !== 'fine') return true;
  const others = [...links].filter(([linkId]) => linkId !== trial.linkId).map(([, link]) => link);
  return isTrialFelt(trial, others, nowMs);
};

const readAll = (room: Room, samples: readonly LinkSample[], nowMs: number): [Room, Verdicts] => {
  const links = new Map(room.links);
  const verdicts = new Map<LinkId, LinkVerdict>();
  for (const sample of samples) {
    const link = links.get(sample.linkId);
    if (!link) continue; // It has been removed since the sample was taken.
    const [read, verdict] = stepLink(link, sample, { nowMs, costs: room.costs });
    links.set(sample.linkId, read);
    verdicts.set(sample.linkId, verdict);
  }
  return [{ ...room, links }, verdicts];
};

/** Samples still tell of what was before the cut: nothing is concluded, and estimates are measured from where they end up. */
const settle = (room: Room, verdicts: Verdicts, nowMs: number): Room =>
  withLinks(room, (link, linkId) =>
    verdicts.get(linkId) === 'trial-failed'
      ? retreat(link, { nowMs, costs: room.costs })
      : { ...link, reading: { ...afterChange(link.reading), congestedSinceMs: null } },
  );

/**
 * The line they share was tried for one link: that one steps back, and it is not held against its own line. Another that is
 * in trouble by its own line still is when the rest has settled.
 */
const endTrial = (room: Room, { linkId: triedId, sinceMs }: UplinkTrial, nowMs: number): Room =>
  withLinks({ ...room, uplink: failTrial(room.uplink, nowMs) }, (link, linkId) => {
    const moment = { nowMs, costs: room.costs };
    if (linkId === triedId && link.phase.name === 'trying') return { ...retreat(link, moment), carries: link.carries };
    return forgive(link, moment, sinceMs);
  });
