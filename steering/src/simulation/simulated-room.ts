/** Steering at work on simulated links behind one simulated uplink; a clock of its own, the same every time. */
import { LinkId } from '@lectern/protocol';
import { laddersOf, TOP_LAYER, type LayerIndex } from '../layers.ts';
import { costsOf } from '../ladder-costs.ts';
import type { Decision } from '../link-sample.ts';
import { Steering } from '../steering.ts';
import { Bottleneck } from './bottleneck.ts';
import { SimulatedLink, TICK_MS } from './simulated-link.ts';

export const costs = costsOf(laddersOf.standard.motion);
export const aLinkId = (index: number): LinkId => LinkId.parse(`link-${index}`.padEnd(22, '-'));

export interface Switch {
  readonly atMs: number;
  readonly link: number;
  readonly from: LayerIndex;
  readonly to: LayerIndex;
}

const SAMPLE_MS = 250;

export class SimulatedRoom {
  readonly steering = new Steering(laddersOf.standard.motion);
  readonly uplink: Bottleneck;
  readonly switches: Switch[] = [];
  readonly probes: { readonly atMs: number; readonly link: number }[] = [];
  nowMs = 0;
  decision: Decision = { layers: new Map(), probes: [], uplinkKbps: null };
  /** The most that all links were allowed together, as decided. */
  mostKbps = 0;
  readonly #answersProbes: boolean;
  readonly #links = new Map<number, SimulatedLink>();

  constructor(options: { readonly uplinkKbps: number; readonly answersProbes: boolean }) {
    this.uplink = new Bottleneck(options.uplinkKbps, 200);
    this.#answersProbes = options.answersProbes;
  }

  join(index: number, lineKbps = 50_000): void {
    const line = new Bottleneck(lineKbps, 200);
    const thresholdMs = 40 + (index % 5) * 8;
    this.#links.set(index, new SimulatedLink(aLinkId(index), line, { thresholdMs, nowMs: this.nowMs }));
    this.steering.add(aLinkId(index), TOP_LAYER);
    this.#follow(this.steering.observe([], this.nowMs));
  }

  leave(index: number): void {
    this.#links.delete(index);
    this.uplink.forget(aLinkId(index));
    this.steering.remove(aLinkId(index));
  }

  setLine(index: number, kbps: number): void {
    this.link(index).line.rateKbps = kbps;
  }

  link(index: number): SimulatedLink {
    const link = this.#links.get(index);
    if (!link) throw new Error(`No link ${index}.`);
    return link;
  }

  /** How much of everybody's picture really moves. */
  setActivity(activity: number): void {
    for (const link of this.#links.values()) link.activity = activity;
  }

  /** Layers as decided, in order of joining. */
  get layers(): (LayerIndex | undefined)[] {
    return [...this.#links.values()].map(({ linkId }) => this.decision.layers.get(linkId));
  }

  run(forMs: number): void {
    for (const endMs = this.nowMs + forMs; this.nowMs < endMs;) this.#tick();
  }

  /** Until it is so, or not within that time: how long it took. */
  runUntil(isSo: () => boolean, withinMs: number): number {
    const startMs = this.nowMs;
    while (!isSo() && this.nowMs - startMs < withinMs) this.#tick();
    return this.nowMs - startMs;
  }

  switchesSince(atMs: number): Switch[] {
    return this.switches.filter((one) => one.atMs >= atMs);
  }

  /** The part of all that was sent that was lost since the counters were last looked at. */
  lossWhile(forMs: number): number {
    const links = [...this.#links.values()];
    const totals = (): [number, number] => [
      links.reduce((sum, link) => sum + link.sentKbit, 0),
      links.reduce((sum, link) => sum + link.lostKbit, 0),
    ];
    const [sentBefore, lostBefore] = totals();
    this.run(forMs);
    const [sent, lost] = totals();
    return (lost - lostBefore) / (sent - sentBefore);
  }

  #tick(): void {
    this.nowMs += TICK_MS;
    const arriving = new Map([...this.#links.values()].map((link) => [link.linkId, link.send(costs, this.nowMs)]));
    const passed = this.uplink.pass(arriving, TICK_MS);
    const loadKbps = [...arriving.values()].reduce((sum, kbit) => sum + kbit, 0) * (1000 / TICK_MS);
    for (const link of this.#links.values()) {
      const { kbit, lostKbit } = passed.get(link.linkId) ?? { kbit: 0, lostKbit: 0 };
      link.receive(kbit, lostKbit, this.uplink.delayMs, this.nowMs);
      // On a full line a burst still gets about its share through.
      const shareKbps = this.uplink.rateKbps / this.#links.size;
      link.answerProbe(Math.max(this.uplink.rateKbps - loadKbps, shareKbps), this.nowMs);
    }
    if (this.nowMs % SAMPLE_MS === 0) {
      const samples = [...this.#links.values()].map((link) => link.sample(SAMPLE_MS, this.nowMs));
      this.#follow(this.steering.observe(samples, this.nowMs));
    }
  }

  #follow(decision: Decision): void {
    let sumKbps = 0;
    for (const [index, link] of this.#links) {
      const from = this.decision.layers.get(link.linkId);
      const to = decision.layers.get(link.linkId);
      if (to === undefined) continue;
      sumKbps += costs[to];
      link.want(to, this.nowMs);
      if (from !== undefined && from !== to) this.switches.push({ atMs: this.nowMs, link: index, from, to });
      if (!decision.probes.includes(link.linkId)) continue;
      this.probes.push({ atMs: this.nowMs, link: index });
      if (this.#answersProbes) link.probe(this.nowMs);
    }
    this.mostKbps = Math.max(this.mostKbps, sumKbps);
    this.decision = decision;
  }
}
