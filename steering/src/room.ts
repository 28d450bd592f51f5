/** All links of a fan-out and the line they share. */
import type { LinkId } from '@lectern/protocol';
import { SOUND_WIRE_KBPS, type LayerIndex } from './layers.ts';
import { costOf, divide, type Claim } from './divide.ts';
import { higherOf, layerAbove, lowerOf, type Costs } from './ladder-costs.ts';
import { prospectOf } from './prospect.ts';
import type { SteeredLink } from './steered-link.ts';
import type { Uplink } from './uplink.ts';

export interface Room {
  readonly links: ReadonlyMap<LinkId, SteeredLink>;
  /** Links whose watchers want no picture: nothing is chosen for them, but their sound is on the line too. */
  readonly soundOnly: ReadonlySet<LinkId>;
  readonly costs: Costs;
  /** The presenter's wish. */
  readonly limitKbps: number | null;
  readonly uplink: Uplink;
  readonly raisedAtMs: number | null;
}

export const budgetOf = ({ limitKbps, uplink }: Pick<Room, 'limitKbps' | 'uplink'>): number =>
  Math.min(limitKbps ?? Infinity, uplink.name === 'limited' ? uplink.capacityKbps : Infinity);

export const soundKbpsOf = ({ soundOnly }: Room): number => soundOnly.size * SOUND_WIRE_KBPS;

/** What all links cost together. */
export const costNow = (room: Room): number =>
  soundKbpsOf(room) +
  costOf(
    [...room.links.values()].map(({ layer, highest }) => lowerOf(layer, highest)),
    room.costs,
  );

/** What a link claims of the budget: nothing for a mere try, which must not cost anybody else a layer. */
const wantOf = (link: SteeredLink, costs: Costs, nowMs: number): LayerIndex => {
  if (link.phase.name === 'starting') return lowerOf(link.carries, link.highest);
  const prospect = prospectOf(link, costs, nowMs);
  const known = prospect === 'none' ? link.layer : higherOf(link.layer, link.carries);
  return lowerOf(prospect === 'proven' ? higherOf(known, layerAbove(link.layer)) : known, link.highest);
};

export const sharesOf = (room: Room, nowMs: number): Map<LinkId, LayerIndex> => {
  const claims = [...room.links].map(([linkId, link]): Claim => ({
    linkId,
    has: link.layer,
    wants: wantOf(link, room.costs, nowMs),
  }));
  return divide(claims, room.costs, budgetOf(room) - soundKbpsOf(room));
};

/** Whether the line they share keeps any link from what its own line carries. */
export const hasEverybodyEnough = (room: Room): boolean =>
  [...room.links.values()].every((link) => link.layer >= lowerOf(link.carries, link.highest));

export const withLinks = (room: Room, change: (link: SteeredLink, linkId: LinkId) => SteeredLink): Room => ({
  ...room,
  links: new Map([...room.links].map(([linkId, link]) => [linkId, change(link, linkId)])),
});
