/** The way down: which links give way to what the samples say, and whose fault it was. */
import type { LinkId } from '@lectern/protocol';
import { costOf } from './divide.ts';
import { forgive, retreat } from './link-moves.ts';
import { afterChange } from './line-reading.ts';
import type { LinkSample } from './link-sample.ts';
import { withLinks, type Room } from './room.ts';
import { stepLink, type LinkVerdict } from './steered-link.ts';
import { carriedKbps, cut, failTrial, isSettling, isShared, refuse } from './uplink.ts';

type Verdicts = ReadonlyMap<LinkId, LinkVerdict>;

export const fall = (before: Room, samples: readonly LinkSample[], nowMs: number): Room => {
  const [room, verdicts] = readAll(before, samples, nowMs);
  const { uplink } = room;
  if (isSettling(uplink, nowMs)) return settle(room, verdicts, nowMs);
  const links = [...room.links.values()];
  const isFine = [...verdicts.values()].every((verdict) => verdict === 'fine');
  if (uplink.name === 'limited' && uplink.trial && !isFine) return endTrial(room, uplink.trial.linkId, nowMs);
  if (isShared(uplink, links, nowMs))
    return withLinks({ ...room, uplink: cut(uplink, carriedKbps(links, room.costs), nowMs) }, (link) =>
      forgive(link, { nowMs, costs: room.costs }),
    );
  const after = withLinks(room, (link, linkId) =>
    (verdicts.get(linkId) ?? 'fine') === 'fine' ? link : retreat(link, { nowMs, costs: room.costs }),
  );
  const hasTrialFailed = [...verdicts.values()].includes('trial-failed');
  return hasTrialFailed ? { ...after, uplink: refuse(uplink, carriedNow(after), nowMs) } : after;
};

const carriedNow = ({ links, costs }: Room): number =>
  costOf(
    [...links.values()].map(({ layer }) => layer),
    costs,
  );

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
const endTrial = (room: Room, triedId: LinkId, nowMs: number): Room =>
  withLinks({ ...room, uplink: failTrial(room.uplink, nowMs) }, (link, linkId) => {
    const moment = { nowMs, costs: room.costs };
    if (linkId === triedId && link.phase.name === 'trying') return { ...retreat(link, moment), carries: link.carries };
    // Nobody has retreated since the trial began: who still is, is by its own line.
    return link.phase.name === 'retreating' ? link : forgive(link, moment);
  });
