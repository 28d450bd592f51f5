/** The way up: one step at a time, as far as lines and budget are known to allow it, or for a try. */
import type { LinkId } from '@lectern/protocol';
import { TOP_LAYER, type LayerIndex } from './layers.ts';
import { layerAbove, layerBelow } from './ladder-costs.ts';
import { raise } from './link-moves.ts';
import { prospectOf, withProbe } from './prospect.ts';
import { budgetOf, costNow, type Room } from './room.ts';
import type { SteeredLink } from './steered-link.ts';
import { beginTrial, mayTry } from './uplink.ts';

/** Two receiver reports: what one step has done is known before the next is taken. */
const STEP_EVERY_MS = 2_000;

/** Why a link may rise: it has been given its share, some is left over, or the line itself is tried. */
type Leave = 'none' | 'share' | 'uplink-trial';

export const rise = (
  before: Room,
  shares: ReadonlyMap<LinkId, LayerIndex>,
  nowMs: number,
): [Room, readonly LinkId[]] => {
  const isOwed = isShareOwed(before, shares, nowMs);
  const probes: LinkId[] = [];
  const withoutLeave: [LinkId, SteeredLink][] = [];
  let room = before;
  for (const [linkId, link] of inTurn(before)) {
    const prospect = prospectOf(link, room.costs, nowMs);
    if (prospect === 'none' || link.layer >= link.highest) continue;
    const granted = leaveFor(room, link, shares.get(linkId) ?? link.layer, nowMs);
    const leave = granted === 'uplink-trial' && isOwed ? 'none' : granted;
    if (leave === 'none') {
      if (prospect === 'ask') withoutLeave.push([linkId, link]);
    } else if (prospect === 'ask') {
      probes.push(linkId);
      room = replaceIn(room, linkId, withProbe(link, nowMs, true));
    } else if (prospect !== 'asked') room = raiseIn(room, linkId, leave, nowMs);
  }
  const patient = probes.length > 0 ? undefined : mostPatient(withoutLeave);
  return patient ? [replaceIn(room, patient[0], withProbe(patient[1], nowMs, false)), [patient[0]]] : [room, probes];
};

/** By its own line's limit a link is asked also without leave: proof is what entitles it to a share. Only one at once, on a line that is short. */
const mostPatient = (links: readonly [LinkId, SteeredLink][]): [LinkId, SteeredLink] | undefined =>
  links.filter(([, link]) => link.carries === link.layer).toSorted(([, a], [, b]) => askedAtMs(a) - askedAtMs(b))[0];

const askedAtMs = ({ phase }: SteeredLink): number => (phase.name === 'probing' ? phase.sinceMs : -Infinity);

/** What the line is known to carry is taken before it is asked for more: a trial would lose its layer to that share. */
const isShareOwed = ({ links, costs }: Room, shares: ReadonlyMap<LinkId, LayerIndex>, nowMs: number): boolean =>
  [...links].some(
    ([linkId, link]) => (shares.get(linkId) ?? 0) > link.layer && prospectOf(link, costs, nowMs) === 'proven',
  );

const replaceIn = (room: Room, linkId: LinkId, link: SteeredLink): Room => ({
  ...room,
  links: new Map(room.links).set(linkId, link),
});

/** The lowest first, and of those the one that has waited longest. A line that showed its limit does not go before others. */
const inTurn = (room: Room): [LinkId, SteeredLink][] =>
  [...room.links].toSorted(
    ([, a], [, b]) => precedence(a) - precedence(b) || (a.raisedAtMs ?? 0) - (b.raisedAtMs ?? 0),
  );

const precedence = ({ layer, carries }: SteeredLink): LayerIndex => (carries > layer ? layer : layerBelow(TOP_LAYER));

const costWith = (room: Room, { layer }: SteeredLink): number =>
  costNow(room) + room.costs[layerAbove(layer)] - room.costs[layer];

/** Somebody has leave and awaits the answer to its probe: that many probes at once would fill the line that is to be asked for more. */
const isTurnTaken = ({ links, costs }: Room, nowMs: number): boolean =>
  [...links.values()].some(
    (link) => link.phase.name === 'probing' && link.phase.hasTurn && prospectOf(link, costs, nowMs) === 'asked',
  );

const leaveFor = (room: Room, link: SteeredLink, share: LayerIndex, nowMs: number): Leave => {
  const budgetKbps = budgetOf(room);
  if (budgetKbps === Infinity) return 'share';
  const isTrying = room.uplink.name === 'limited' && room.uplink.trial !== null;
  if (isTrying || (room.raisedAtMs !== null && nowMs - room.raisedAtMs < STEP_EVERY_MS)) return 'none';
  if (isTurnTaken(room, nowMs)) return 'none';
  const costKbps = costWith(room, link);
  if (costKbps <= budgetKbps && (share > link.layer || link.carries === link.layer)) return 'share';
  return mayTry(room.uplink, nowMs) && costKbps <= (room.limitKbps ?? Infinity) ? 'uplink-trial' : 'none';
};

const raiseIn = (room: Room, linkId: LinkId, leave: Leave, nowMs: number): Room => {
  const link = room.links.get(linkId);
  if (!link) return room;
  const uplink = leave === 'uplink-trial' ? beginTrial(room.uplink, linkId, costWith(room, link), nowMs) : room.uplink;
  return { ...replaceIn(room, linkId, raise(link, nowMs)), uplink, raisedAtMs: nowMs };
};
