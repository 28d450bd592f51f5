/**
 * Steps up: one layer at a time, as far as paths and budget are known to allow it, or on trial.
 * After a failure that has passed, many links at once.
 */
import type { LinkId } from '@lectern/protocol';
import { TOP_LAYER, type LayerIndex } from './layers.ts';
import { upgrade } from './layer-changes.ts';
import { layerAbove, layerBelow } from './layer-costs.ts';
import { RETURN_GRACE_MS, UPGRADE_INTERVAL_MS } from './policy.ts';
import { budgetOf, mapLinks, totalCostOf, type SharedLine } from './shared-line.ts';
import type { SteeredLink } from './steered-link.ts';
import { canBeTried, isStarved, isUnprobed, readinessOf, withProbe } from './upgrade-readiness.ts';
import { isReturnTrial, mayStartTrial, startTrial } from './uplink-capacity.ts';

/** Why a link may step up: the budget covers it, or the uplink's capacity is tried. */
type Permission = 'none' | 'budget' | 'uplink-trial';

export const stepUp = (
  before: SharedLine,
  shares: ReadonlyMap<LinkId, LayerIndex>,
  nowMs: number,
): [SharedLine, readonly LinkId[]] => {
  const [line, probes] = isReturnTrial(before.uplink)
    ? returnUp(before, shares, nowMs)
    : stepEachUp(before, shares, nowMs);
  const unknown = unknownIn(line, nowMs);
  if (unknown.length === 0) return [line, probes];
  const probed = mapLinks(line, (link, linkId) => (unknown.includes(linkId) ? withProbe(link, nowMs, false) : link));
  return [probed, [...probes, ...unknown]];
};

const stepEachUp = (
  before: SharedLine,
  shares: ReadonlyMap<LinkId, LayerIndex>,
  nowMs: number,
): [SharedLine, readonly LinkId[]] => {
  const isOwed = isShareOwed(before, shares, nowMs);
  const probes: LinkId[] = [];
  const notPermitted: [LinkId, SteeredLink][] = [];
  let line = before;
  for (const [linkId, link] of inOrder(before)) {
    const readiness = readinessOf(link, line.costs[link.codec], nowMs);
    if (readiness === 'not-ready' || link.layer >= link.cap) continue;
    const granted = permissionFor(line, link, shares.get(linkId) ?? link.layer, nowMs);
    const permission = granted === 'uplink-trial' && isOwed ? 'none' : granted;
    if (permission === 'none') {
      if (readiness === 'needs-probe') notPermitted.push([linkId, link]);
    } else if (readiness === 'needs-probe') {
      probes.push(linkId);
      line = withLink(line, linkId, withProbe(link, nowMs, true));
    } else if (readiness !== 'awaits-probe') line = withUpgrade(line, linkId, permission, nowMs);
  }
  const next = probes.length > 0 ? undefined : longestUnprobed(notPermitted);
  return next ? [withLink(line, next[0], withProbe(next[1], nowMs, false)), [next[0]]] : [line, probes];
};

/**
 * Links that have just got a path again, and those whose estimate has fallen so far that their
 * pacers hold back even what they are sent. It would rise by itself within half a minute.
 */
const unknownIn = ({ links, costs }: SharedLine, nowMs: number): readonly LinkId[] =>
  [...links].flatMap(([linkId, link]) =>
    isUnprobed(link) || isStarved(link, costs[link.codec], nowMs) ? [linkId] : [],
  );

/** Every link with a share takes it, or is probed first where its pacer would be too slow. */
const returnUp = (
  before: SharedLine,
  shares: ReadonlyMap<LinkId, LayerIndex>,
  nowMs: number,
): [SharedLine, readonly LinkId[]] => {
  const probes: LinkId[] = [];
  const after = mapLinks(before, (link, linkId) => {
    const readiness = readinessOf(link, before.costs[link.codec], nowMs);
    const isEntitled = link.layer < link.cap && link.layer < (shares.get(linkId) ?? link.layer);
    if (!isEntitled || readiness === 'not-ready' || readiness === 'awaits-probe') return link;
    if (readiness !== 'needs-probe' || canBeTried(link, before.costs[link.codec]))
      return upgrade(link, nowMs, RETURN_GRACE_MS);
    probes.push(linkId);
    return withProbe(link, nowMs, true);
  });
  return [{ ...after, upgradedAtMs: nowMs }, probes];
};

/**
 * A link that its own path limits is also probed without permission: a better estimate entitles it
 * to a share. On a limited uplink only one such link is probed at a time.
 */
const longestUnprobed = (links: readonly [LinkId, SteeredLink][]): [LinkId, SteeredLink] | undefined =>
  links
    .filter(([, link]) => link.pathLayer === link.layer)
    .toSorted(([, a], [, b]) => probedAtMs(a) - probedAtMs(b))[0];

const probedAtMs = ({ phase }: SteeredLink): number => (phase.name === 'probing' ? phase.sinceMs : -Infinity);

/** What the uplink is known to carry is used first: a trial would lose its layer to that share. */
const isShareOwed = ({ links, costs }: SharedLine, shares: ReadonlyMap<LinkId, LayerIndex>, nowMs: number): boolean =>
  [...links].some(
    ([linkId, link]) =>
      (shares.get(linkId) ?? 0) > link.layer && readinessOf(link, costs[link.codec], nowMs) === 'proven',
  );

const withLink = (line: SharedLine, linkId: LinkId, link: SteeredLink): SharedLine => ({
  ...line,
  links: new Map(line.links).set(linkId, link),
});

/**
 * The lowest layer first, then the link that has waited longest. A link whose own path has shown
 * its limit does not come before others.
 */
const inOrder = (line: SharedLine): [LinkId, SteeredLink][] =>
  [...line.links].toSorted(
    ([, a], [, b]) => precedence(a) - precedence(b) || (a.upgradedAtMs ?? 0) - (b.upgradedAtMs ?? 0),
  );

const precedence = ({ layer, pathLayer }: SteeredLink): LayerIndex =>
  pathLayer > layer ? layer : layerBelow(TOP_LAYER);

const costWithUpgrade = (line: SharedLine, { layer, codec }: SteeredLink): number =>
  totalCostOf(line) + line.costs[codec][layerAbove(layer)] - line.costs[codec][layer];

/**
 * A link with permission awaits the result of its probe. More probes at once would fill the uplink.
 */
const isProbing = ({ links, costs }: SharedLine, nowMs: number): boolean =>
  [...links.values()].some(
    (link) =>
      link.phase.name === 'probing' &&
      link.phase.mayUpgrade &&
      readinessOf(link, costs[link.codec], nowMs) === 'awaits-probe',
  );

const permissionFor = (line: SharedLine, link: SteeredLink, share: LayerIndex, nowMs: number): Permission => {
  const budgetKbps = budgetOf(line);
  if (budgetKbps === Infinity) return 'budget';
  const isTrying = line.uplink.name === 'limited' && line.uplink.trial !== null;
  if (isTrying || (line.upgradedAtMs !== null && nowMs - line.upgradedAtMs < UPGRADE_INTERVAL_MS)) return 'none';
  if (isProbing(line, nowMs)) return 'none';
  const costKbps = costWithUpgrade(line, link);
  if (costKbps <= budgetKbps && (share > link.layer || link.pathLayer === link.layer)) return 'budget';
  return mayStartTrial(line.uplink, nowMs) && costKbps <= (line.limitKbps ?? Infinity) ? 'uplink-trial' : 'none';
};

const withUpgrade = (line: SharedLine, linkId: LinkId, permission: Permission, nowMs: number): SharedLine => {
  const link = line.links.get(linkId);
  if (!link) return line;
  const uplink =
    permission === 'uplink-trial' ? startTrial(line.uplink, linkId, costWithUpgrade(line, link), nowMs) : line.uplink;
  return { ...withLink(line, linkId, upgrade(link, nowMs)), uplink, upgradedAtMs: nowMs };
};
