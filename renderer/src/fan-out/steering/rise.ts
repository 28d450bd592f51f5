/** The way up: one step at a time, as far as lines and budget are known to allow it, or for a try. */
import type { LinkId } from '@lectern/protocol';
import { TOP_LAYER, type LayerIndex } from '../layers.ts';
import { costOf } from './divide.ts';
import { layerAbove, layerBelow } from './ladder-costs.ts';
import { raise } from './link-moves.ts';
import { prospectOf, withProbe } from './prospect.ts';
import { budgetOf, type Room } from './room.ts';
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
  const probes: LinkId[] = [];
  let room = before;
  for (const [linkId, link] of inTurn(before)) {
    const prospect = prospectOf(link, room.costs, nowMs);
    if (prospect === 'none' || link.layer >= link.highest) continue;
    const leave = leaveFor(room, link, shares.get(linkId) ?? link.layer, nowMs);
    // By its own line's limit it is asked also without leave: proof is what entitles it to a share.
    if (prospect === 'ask' && (leave !== 'none' || link.carries === link.layer)) {
      probes.push(linkId);
      room = replaceIn(room, linkId, withProbe(link, nowMs));
    } else if (leave !== 'none' && (prospect === 'proven' || prospect === 'try'))
      room = raiseIn(room, linkId, leave, nowMs);
  }
  return [room, probes];
};

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

const costWith = (room: Room, link: SteeredLink): number =>
  costOf(
    [...room.links.values()].map(({ layer }) => layer),
    room.costs,
  ) +
  room.costs[layerAbove(link.layer)] -
  room.costs[link.layer];

const leaveFor = (room: Room, link: SteeredLink, share: LayerIndex, nowMs: number): Leave => {
  const budgetKbps = budgetOf(room);
  if (budgetKbps === Infinity) return 'share';
  const isTrying = room.uplink.name === 'limited' && room.uplink.trial !== null;
  if (isTrying || (room.raisedAtMs !== null && nowMs - room.raisedAtMs < STEP_EVERY_MS)) return 'none';
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
