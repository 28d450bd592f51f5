/** Reads the links' lines a few times a second, has the steering decide, and says what of that is new. */
import type { LinkId, QualityCap } from '@lectern/protocol';
import { Store, type ReadableStore } from '@lectern/state';
import { TOP_LAYER, wireKbps, Steering, type Ladder, type LayerIndex, type LinkSample } from '@lectern/steering';
import { STEERING_INTERVAL_MS } from '../../policy.ts';
import type { FanOutReport } from '../link-media.ts';
import type { EncodedLink } from './encoded-link.ts';

/** So far beyond the next layer a probe goes: the steering wants some room before it steps up, and a larger burst would hold up a bad line. */
const PROBE_HEADROOM = 1.25;
/** With more than this waiting in a link's pacer, a fall to a lower layer begins its stream anew. */
const FULL_ABOVE_MS = 40;

export interface SteeredLinks {
  readonly links: ReadonlyMap<LinkId, EncodedLink>;
  /** `isFull`: more is waiting, or about to, than the line takes, so that the old layer's frames only stand in the new one's way. */
  readonly onChosen: (link: EncodedLink, layer: LayerIndex, isFull: boolean) => void;
  /** The watcher has asked by RTCP. */
  readonly onKeyFrameRequested: (linkId: LinkId) => void;
  readonly onDecided: () => void;
  /** After each look at all links. */
  readonly onLooked: () => Promise<void>;
}

export class SteeringLoop {
  readonly #report = new Store<FanOutReport>({ encoding: 'once', uplinkKbps: null, layers: new Map() });
  readonly #steered: SteeredLinks;
  readonly #steering: Steering;
  #ladder: Ladder;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isLooking = false;

  constructor(ladder: Ladder, steered: SteeredLinks) {
    this.#ladder = ladder;
    this.#steering = new Steering(ladder);
    this.#steered = steered;
  }

  get report(): ReadableStore<FanOutReport> {
    return this.#report;
  }

  /** What the top layer needs, with the room that a probe goes beyond it. */
  get topKbps(): number {
    return this.#probeKbps(TOP_LAYER);
  }

  steers(linkId: LinkId): boolean {
    return this.#steering.has(linkId);
  }

  add({ linkId, cap }: EncodedLink): void {
    this.#steering.add(linkId, cap);
    this.decide();
    // Not put off by each that joins: a whole class does for many seconds, and just then the lines have something to say.
    if (this.#isLooking) return;
    this.#isLooking = true;
    this.#soon(STEERING_INTERVAL_MS.least);
  }

  cap(linkId: LinkId, highest: QualityCap): void {
    this.#steering.cap(linkId, highest);
    this.decide();
  }

  remove(linkId: LinkId): void {
    this.#steering.remove(linkId);
    this.decide();
  }

  setLadder(ladder: Ladder): void {
    this.#ladder = ladder;
    this.#steering.setLadder(ladder);
  }

  limitUplink(kbps: number | null): void {
    this.#steering.limitUplink(kbps);
    this.decide();
  }

  decide(samples: readonly LinkSample[] = []): void {
    const { layers, probes, uplinkKbps } = this.#steering.observe(samples, performance.now());
    const before = this.#report.get();
    for (const [linkId, layer] of layers) {
      const link = this.#steered.links.get(linkId);
      // One that was warmed up has its layer already, but nobody has been told.
      if (!link || (link.wanted === layer && before.layers.has(linkId))) continue;
      const sample = samples.find((one) => one.linkId === linkId);
      this.#steered.onChosen(link, layer, isFall(link, layer) && this.#isFull(link.wanted ?? layer, sample));
    }
    for (const linkId of probes) this.#probe(linkId);
    // Four times a second nothing has changed, and nobody should be told so.
    if (!isAlike(layers, before.layers) || uplinkKbps !== before.uplinkKbps) {
      this.#report.set({ encoding: 'once', uplinkKbps, layers: new Map(layers) });
    }
    this.#steered.onDecided();
  }

  end(): void {
    clearTimeout(this.#timer);
  }

  #soon(afterMs: number): void {
    this.#timer = setTimeout(() => void this.#look(), afterMs);
  }

  /** The next look is planned when this one is over, so that none overtakes another. */
  async #look(): Promise<void> {
    const { links, onKeyFrameRequested, onLooked } = this.#steered;
    const connected = [...links.values()].filter(({ pc }) => pc.connectionState === 'connected');
    const readings = await Promise.all(connected.map((link) => link.read().catch(() => undefined)));
    const known = readings.filter((reading) => reading !== undefined);
    for (const { sample, keyFrameRequested } of known) if (keyFrameRequested) onKeyFrameRequested(sample.linkId);
    this.decide(known.map(({ sample }) => sample));
    await onLooked();
    this.#isLooking = links.size > 0;
    if (this.#isLooking)
      this.#soon(Math.max(STEERING_INTERVAL_MS.least, STEERING_INTERVAL_MS.perLink * connected.length));
  }

  #probe(linkId: LinkId): void {
    const link = this.#steered.links.get(linkId);
    if (link) void link.probe(this.#probeKbps(link.wanted === 0 ? 1 : TOP_LAYER));
  }

  #isFull(layer: LayerIndex, sample: LinkSample | undefined): boolean {
    if (!sample) return false;
    const { availableKbps, queueMs } = sample;
    return queueMs > FULL_ABOVE_MS || (availableKbps !== null && availableKbps < wireKbps(this.#ladder[layer]));
  }

  #probeKbps(layer: LayerIndex): number {
    return wireKbps(this.#ladder[layer]) * PROBE_HEADROOM;
  }
}

type Layers = ReadonlyMap<LinkId, LayerIndex>;

const isFall = ({ wanted }: EncodedLink, layer: LayerIndex): boolean => wanted !== null && layer < wanted;
const isAlike = (a: Layers, b: Layers): boolean =>
  a.size === b.size && [...a].every(([linkId, layer]) => b.get(linkId) === layer);
