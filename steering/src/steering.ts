/** Decides which layer each link gets: by its own line, and by its share of the line that all links leave on. */
import type { LinkId, QualityCap } from '@lectern/protocol';
import type { Layer, LayerIndex } from './layers.ts';
import { fall } from './fall.ts';
import { costsOf, LOWEST_LAYER } from './ladder-costs.ts';
import type { Decision, LinkSample } from './link-sample.ts';
import { lower } from './link-moves.ts';
import { rise } from './rise.ts';
import { costNow, hasEverybodyEnough, sharesOf, withLinks, type Room } from './room.ts';
import { newLink } from './steered-link.ts';
import { followTrial, passTime } from './uplink.ts';

export class Steering {
  #room: Room;

  constructor(ladder: Readonly<Record<LayerIndex, Layer>>) {
    this.#room = {
      links: new Map(),
      soundOnly: new Set(),
      costs: costsOf(ladder),
      limitKbps: null,
      uplink: { name: 'unlimited' },
      raisedAtMs: null,
    };
  }

  /** The content has changed, and with it what the layers cost. */
  setLadder(ladder: Readonly<Record<LayerIndex, Layer>>): void {
    this.#room = { ...this.#room, costs: costsOf(ladder) };
  }

  /** Its layer is in the next decision, which may be asked for at once with no samples. */
  add(linkId: LinkId, highest: QualityCap): void {
    this.remove(linkId);
    const { links, soundOnly } = this.#room;
    this.#room =
      highest === 'sound'
        ? { ...this.#room, soundOnly: new Set(soundOnly).add(linkId) }
        : { ...this.#room, links: new Map(links).set(linkId, { ...newLink(LOWEST_LAYER), highest }) };
  }

  remove(linkId: LinkId): void {
    const links = new Map(this.#room.links);
    const soundOnly = new Set(this.#room.soundOnly);
    links.delete(linkId);
    soundOnly.delete(linkId);
    this.#room = { ...this.#room, links, soundOnly };
  }

  has(linkId: LinkId): boolean {
    return this.#room.links.has(linkId) || this.#room.soundOnly.has(linkId);
  }

  /** The watcher's own wish. With sound only, no layer is chosen for it; a link that wants its picture back begins anew. */
  cap(linkId: LinkId, highest: QualityCap): void {
    if (!this.has(linkId)) return;
    if (highest === 'sound' || this.#room.soundOnly.has(linkId)) this.add(linkId, highest);
    else this.#room = withLinks(this.#room, (link, id) => (id === linkId ? { ...link, highest } : link));
  }

  /** The presenter's wish; only sound and the lowest layers are sent whatever it is. */
  limitUplink(kbps: number | null): void {
    this.#room = { ...this.#room, limitKbps: kbps };
  }

  observe(samples: readonly LinkSample[], nowMs: number): Decision {
    const [room, probes] = decide(this.#room, samples, nowMs);
    this.#room = room;
    return {
      layers: new Map([...room.links].map(([linkId, { layer }]) => [linkId, layer])),
      probes,
      uplinkKbps: room.uplink.name === 'limited' ? Math.round(room.uplink.capacityKbps) : null,
    };
  }
}

/** Down first, then the shares, then up with what is free. */
const decide = (before: Room, samples: readonly LinkSample[], nowMs: number): [Room, readonly LinkId[]] => {
  const fallen = fall(before, samples, nowMs);
  const tried = followTrial(fallen.uplink, costNow(fallen));
  const uplink = passTime(tried, hasEverybodyEnough(fallen), nowMs);
  const current: Room = { ...fallen, uplink };
  const shares = sharesOf(current, nowMs);
  const shared = withLinks(current, (link, linkId) => {
    const share = shares.get(linkId) ?? LOWEST_LAYER;
    // A newcomer is placed; everybody else is only ever taken down here.
    return link.phase.name === 'starting' ? { ...link, layer: share } : lower(link, share);
  });
  return rise(shared, shares, nowMs);
};
