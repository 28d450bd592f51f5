/**
 * The steering on simulated links behind one simulated uplink. It has a clock of its own, so each
 * run gives the same result.
 */
import { LinkId } from '@lectern/protocol';
import { laddersFor } from '../codec-ladders.ts';
import { TOP_LAYER, type LayerIndex } from '../layers.ts';
import { costsOf } from '../layer-costs.ts';
import type { Decision } from '../link-sample.ts';
import { Steering } from '../steering.ts';
import { Bottleneck } from './bottleneck.fixture.ts';
import { SimulatedLink, TICK_MS } from './simulated-link.fixture.ts';

export const cameraLadders = laddersFor({ quality: 'standard', content: 'motion', isScreen: false });

export const costs = costsOf(cameraLadders.vp8, 'speech');
export const linkIdOf = (index: number): LinkId => LinkId.parse(`link-${index}`.padEnd(22, '-'));

export interface Switch {
  readonly atMs: number;
  readonly link: number;
  readonly from: LayerIndex;
  readonly to: LayerIndex;
}

const SAMPLE_MS = 250;

export class SimulatedNetwork {
  readonly steering = new Steering(cameraLadders);
  readonly uplink: Bottleneck;
  readonly switches: Switch[] = [];
  readonly probes: { readonly atMs: number; readonly link: number }[] = [];
  nowMs = 0;
  readonly #sampleMs: number;
  #sampledAtMs = 0;
  decision: Decision = { layers: new Map(), probes: [], uplinkKbps: null };
  /** The highest sum of the costs of all decided layers so far. */
  peakKbps = 0;
  readonly #answersProbes: boolean;
  readonly #links = new Map<number, SimulatedLink>();

  /** `sampleMs`: the statistics of many links are read less often. */
  constructor(options: { readonly uplinkKbps: number; readonly answersProbes: boolean; readonly sampleMs?: number }) {
    this.#sampleMs = options.sampleMs ?? SAMPLE_MS;
    this.uplink = new Bottleneck(options.uplinkKbps, 200);
    this.#answersProbes = options.answersProbes;
  }

  join(index: number, pathKbps = 50_000): void {
    const path = new Bottleneck(pathKbps, 200);
    const thresholdMs = 40 + (index % 5) * 8;
    this.#links.set(index, new SimulatedLink(linkIdOf(index), path, { thresholdMs, nowMs: this.nowMs }));
    this.steering.add(linkIdOf(index), TOP_LAYER, 'vp8');
    this.#apply(this.steering.observe([], this.nowMs));
  }

  leave(index: number): void {
    this.#links.delete(index);
    this.uplink.remove(linkIdOf(index));
    this.steering.remove(linkIdOf(index));
  }

  setPath(index: number, kbps: number): void {
    this.link(index).path.rateKbps = kbps;
  }

  cut(index: number): void {
    this.link(index).cut(this.nowMs);
  }

  mend(index: number): void {
    this.link(index).mend(this.nowMs);
  }

  link(index: number): SimulatedLink {
    const link = this.#links.get(index);
    if (!link) throw new Error(`No link ${index}.`);
    return link;
  }

  /** How much of each link's picture moves, 0 to 1. */
  setActivity(activity: number): void {
    for (const link of this.#links.values()) link.activity = activity;
  }

  /** The decided layers, in order of joining; undefined for sound only. */
  get layers(): (LayerIndex | undefined)[] {
    return [...this.#links.values()].map(({ linkId }) => this.decision.layers.get(linkId));
  }

  run(durationMs: number): void {
    for (const endMs = this.nowMs + durationMs; this.nowMs < endMs;) this.#tick();
  }

  /** Runs until the condition holds, at most for `timeoutMs`. Returns how long it took. */
  runUntil(condition: () => boolean, timeoutMs: number): number {
    const startMs = this.nowMs;
    while (!condition() && this.nowMs - startMs < timeoutMs) this.#tick();
    return this.nowMs - startMs;
  }

  switchesSince(atMs: number): Switch[] {
    return this.switches.filter((change) => change.atMs >= atMs);
  }

  /** Runs for that time. Returns the fraction of all that was sent in it that was lost. */
  lossDuring(durationMs: number): number {
    const links = [...this.#links.values()];
    const totals = (): [number, number] => [
      links.reduce((sum, link) => sum + link.sentKbit, 0),
      links.reduce((sum, link) => sum + link.lostKbit, 0),
    ];
    const [sentBefore, lostBefore] = totals();
    this.run(durationMs);
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
      // Even on a full uplink a burst gets about its share through.
      const shareKbps = this.uplink.rateKbps / this.#links.size;
      link.answerProbe(Math.max(this.uplink.rateKbps - loadKbps, shareKbps), this.nowMs);
    }
    const intervalMs = this.nowMs - this.#sampledAtMs;
    if (intervalMs >= this.#sampleMs) {
      this.#sampledAtMs = this.nowMs;
      const links = [...this.#links.values()];
      for (const link of links) this.steering.noteSilence(link.linkId, link.silentMs(this.nowMs));
      const working = links.filter((link) => link.silentMs(this.nowMs) === 0);
      const samples = working.map((link) => link.sample(intervalMs, this.nowMs));
      this.#apply(this.steering.observe(samples, this.nowMs));
    }
  }

  #apply(decision: Decision): void {
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
    this.peakKbps = Math.max(this.peakKbps, sumKbps);
    this.decision = decision;
  }
}
