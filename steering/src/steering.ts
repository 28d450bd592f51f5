/**
 * Chooses a layer for each link, by what its own path carries and by its share of the uplink. Pure
 * but for its state.
 */
import type { LinkId, QualityCap } from '@lectern/protocol';
import type { Codec, Ladders } from './codec-ladders.ts';
import { soundWireKbps, type SoundContent } from './layers.ts';
import { limitToShare } from './layer-changes.ts';
import { codecCostsOf, LOWEST_LAYER } from './layer-costs.ts';
import { afterCarrying, nothingCarried, shownKbps } from './carried.ts';
import type { Decision, LinkSample } from './link-sample.ts';
import {
  areMostGone,
  areMostReady,
  areSomeCongested,
  leastStepOf,
  isSatisfied,
  mapLinks,
  sharesOf,
  totalCostOf,
  type SharedLine,
} from './shared-line.ts';
import { LONG_OUTAGE_MS } from './policy.ts';
import { newLink, withoutPath } from './steered-link.ts';
import { stepDown } from './step-down.ts';
import { stepUp } from './step-up.ts';
import { afterTime, awayUplink, isSettling, startReturn, withProven, withTrialCost } from './uplink-capacity.ts';

export class Steering {
  #line: SharedLine;

  constructor(ladders: Ladders, sound: SoundContent = 'speech') {
    this.#line = {
      links: new Map(),
      soundOnly: new Map(),
      costs: codecCostsOf(ladders, sound),
      soundCostKbps: soundWireKbps(sound),
      reservedKbps: 0,
      limitKbps: null,
      uplink: { name: 'unlimited' },
      carried: nothingCarried,
      upgradedAtMs: null,
    };
  }

  /** Other content or another quality: layers and sound cost something else from now on. */
  setLadders(ladders: Ladders, sound: SoundContent): void {
    this.#line = { ...this.#line, costs: codecCostsOf(ladders, sound), soundCostKbps: soundWireKbps(sound) };
  }

  /** The next decision has a layer for the link. `observe([], now)` gives one at once. */
  add(linkId: LinkId, cap: QualityCap, codec: Codec): void {
    this.remove(linkId);
    const { links, soundOnly } = this.#line;
    this.#line =
      cap === 'sound'
        ? { ...this.#line, soundOnly: new Map(soundOnly).set(linkId, codec) }
        : { ...this.#line, links: new Map(links).set(linkId, { ...newLink(LOWEST_LAYER, codec), cap }) };
  }

  remove(linkId: LinkId): void {
    const links = new Map(this.#line.links);
    const soundOnly = new Map(this.#line.soundOnly);
    links.delete(linkId);
    soundOnly.delete(linkId);
    this.#line = { ...this.#line, links, soundOnly };
  }

  has(linkId: LinkId): boolean {
    return this.#line.links.has(linkId) || this.#line.soundOnly.has(linkId);
  }

  /**
   * The highest layer that the watcher wants. A link with sound only gets no layer; when its
   * watcher wants the picture again, it starts like a new link.
   */
  cap(linkId: LinkId, cap: QualityCap): void {
    const codec = this.#line.links.get(linkId)?.codec ?? this.#line.soundOnly.get(linkId);
    if (codec === undefined) return;
    if (cap === 'sound' || this.#line.soundOnly.has(linkId)) this.add(linkId, cap, codec);
    else this.#line = mapLinks(this.#line, (link, id) => (id === linkId ? { ...link, cap } : link));
  }

  /**
   * Nothing has come over the link's path for so long. Without samples, call it again as time goes
   * by.
   */
  noteSilence(linkId: LinkId, silentMs: number): void {
    if (silentMs < LONG_OUTAGE_MS || this.#line.links.get(linkId)?.phase.name === 'gone') return;
    this.#line = mapLinks(this.#line, (link, id) => (id === linkId ? withoutPath(link) : link));
  }

  /** The presenter's upload limit. Sound and the lowest layers are sent even beyond it. */
  limitUplink(kbps: number | null): void {
    this.#line = { ...this.#line, limitKbps: kbps };
  }

  /** What else uses the uplink comes before the links' pictures, except for the lowest layers. */
  reserve(kbps: number): void {
    this.#line = { ...this.#line, reservedKbps: kbps };
  }

  /** Takes the links' newest samples, and decides. `nowMs` is of a monotonic clock. */
  observe(samples: readonly LinkSample[], nowMs: number): Decision {
    const [line, probes] = decide(this.#line, samples, nowMs);
    this.#line = line;
    return {
      layers: new Map([...line.links].map(([linkId, { layer }]) => [linkId, layer])),
      probes,
      uplinkKbps: line.uplink.name === 'limited' ? Math.round(line.uplink.capacityKbps) : null,
    };
  }
}

/** First down, then the shares of the uplink, then up with what is left. */
const decide = (line: SharedLine, samples: readonly LinkSample[], nowMs: number): [SharedLine, readonly LinkId[]] => {
  const before = areMostGone(line) ? { ...line, uplink: awayUplink(line.uplink, totalCostOf(line), nowMs) } : line;
  const lowered = stepDown(before, samples, nowMs);
  const costKbps = totalCostOf(lowered);
  const tried = withTrialCost(lowered.uplink, costKbps);
  const timed = afterTime(tried, { isSatisfied: isSatisfied(lowered), costKbps }, nowMs);
  const uplink = areMostReady(lowered, nowMs)
    ? startReturn(timed, { costKbps, leastKbps: leastStepOf(lowered) }, nowMs)
    : timed;
  const isTroubled = isSettling(uplink, nowMs) || areSomeCongested(lowered, nowMs);
  const carried = afterCarrying(lowered.carried, costKbps, isTroubled, nowMs);
  const current: SharedLine = { ...lowered, uplink: withProven(uplink, shownKbps(carried, nowMs)), carried };
  const shares = sharesOf(current, nowMs);
  const shared = mapLinks(current, (link, linkId) => {
    const share = shares.get(linkId) ?? LOWEST_LAYER;
    // A new link starts on its share; all others are only lowered here.
    return link.phase.name === 'starting' ? { ...link, layer: share } : limitToShare(link, share);
  });
  return stepUp(shared, shares, nowMs);
};
