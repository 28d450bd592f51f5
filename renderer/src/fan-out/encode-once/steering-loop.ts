/**
 * Reads the statistics of all connected links a few times a second, runs the steering on them, and
 * applies its decisions.
 */
import type { LinkId, QualityCap } from '@lectern/protocol';
import { Store, type ReadableStore } from '@lectern/state';
import {
  Steering,
  TOP_LAYER,
  soundWireKbps,
  wireKbps,
  type Codec,
  type Ladders,
  type LayerIndex,
  type LinkSample,
  type SoundContent,
} from '@lectern/steering';
import loglevel from 'loglevel';
import { STEERING_INTERVAL_MS } from '../../policy/encoding.ts';
import type { MediaReport } from '../link-media.ts';
import type { LinkReading } from './link-sampler.ts';

const log = loglevel.getLogger('steering');

/**
 * A probe goes this far beyond the next layer: the steering steps up only with some room, and a
 * larger burst would fill a bad line.
 */
const PROBE_HEADROOM = 1.25;
/** With a longer queue than this in a link's pacer, a fall to a lower layer restarts its stream. */
const FULL_QUEUE_MS = 40;

/** A link as the loop sees it. */
export interface SteerableLink {
  readonly linkId: LinkId;
  readonly pc: RTCPeerConnection;
  /** Of its picture, for its whole life. */
  readonly codec: Codec;
  readonly highest: QualityCap;
  /** What was last chosen; null before. */
  readonly layer: LayerIndex | null;
  /** What it is to get, chosen or not. */
  readonly wanted: LayerIndex | null;
  /** For how long it has been known to be without a path; 0 with one. */
  readonly silentMs: number;
  readLine(): Promise<LinkReading | undefined>;
  /**
   * Repeats its sound as far as that loss demands, 0 to 1. Returns what this costs, in kbit/s.
   */
  protectSound(lossFraction: number, sound: SoundContent): number;
  requestKeyFrame(): void;
  /**
   * `isLineFull`: more is queued, or will be, than the line carries, so that the old layer's frames
   * delay the new one.
   */
  choose(layer: LayerIndex, isLineFull: boolean): void;
  probe(upToKbps: number): Promise<void>;
}

export interface SteeringLoopOptions {
  readonly ladders: Ladders;
  /** Called after each decision. */
  readonly onDecided: () => void;
  /** Awaited after each reading of all links. */
  readonly onRead: () => Promise<void>;
}

export class SteeringLoop {
  readonly #options: SteeringLoopOptions;
  readonly #report = new Store<MediaReport>({ encoding: 'once', uplinkKbps: null, layers: [] });
  readonly #links = new Set<SteerableLink>();
  readonly #steering: Steering;
  #ladders: Ladders;
  #sound: SoundContent = 'speech';
  #loop: 'stopped' | 'running' | 'closed' = 'stopped';
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: SteeringLoopOptions) {
    this.#options = options;
    this.#ladders = options.ladders;
    this.#steering = new Steering(options.ladders);
  }

  get report(): ReadableStore<MediaReport> {
    return this.#report;
  }

  /** What the top layer needs, with the headroom of a probe, in kbit/s. */
  topKbps(codec: Codec): number {
    return this.#probeKbps(codec, TOP_LAYER);
  }

  /** What its links need on the wire with the layers that they get, in kbit/s. */
  get needKbps(): number {
    const needs = [...this.#links].map(({ codec, layer }) =>
      layer === null ? soundWireKbps(this.#sound) : this.#wireKbps(codec, layer),
    );
    return needs.reduce((sum, kbps) => sum + kbps, 0);
  }

  has(link: SteerableLink): boolean {
    return this.#links.has(link);
  }

  add(link: SteerableLink): void {
    this.#links.add(link);
    this.#steering.add(link.linkId, link.highest, link.codec);
    this.#decide();
    // A running loop keeps its schedule: when a whole class joins, the lines have something to say
    // just then.
    if (this.#loop !== 'stopped') return;
    this.#loop = 'running';
    this.#schedule(STEERING_INTERVAL_MS.least);
  }

  /** The link's `highest` has changed. */
  cap({ linkId, highest }: SteerableLink): void {
    this.#steering.cap(linkId, highest);
    this.#decide();
  }

  remove(link: SteerableLink): void {
    this.#links.delete(link);
    this.#steering.remove(link.linkId);
    this.#decide();
  }

  setLadders(ladders: Ladders, sound: SoundContent): void {
    this.#ladders = ladders;
    this.#sound = sound;
    this.#steering.setLadders(ladders, sound);
  }

  /** What else uses the uplink, in kbit/s. */
  reserve(kbps: number): void {
    this.#steering.reserve(kbps);
    this.#decide();
  }

  limitUplink(kbps: number | null): void {
    this.#steering.limitUplink(kbps);
    this.#decide();
  }

  close(): void {
    this.#loop = 'closed';
    clearTimeout(this.#timer);
  }

  #decide(samples: readonly LinkSample[] = []): void {
    const { layers, probes, uplinkKbps } = this.#steering.observe(samples, performance.now());
    for (const link of this.#links) {
      const layer = layers.get(link.linkId);
      if (layer === undefined || layer === link.layer) continue;
      const sample = samples.find(({ linkId }) => linkId === link.linkId);
      link.choose(layer, isFall(link, layer) && this.#isFull(link.codec, link.wanted ?? layer, sample));
    }
    for (const link of this.#links) if (probes.includes(link.linkId)) void link.probe(this.#nextKbps(link));
    this.#publish({ encoding: 'once', uplinkKbps, layers: [...layers.values()].toSorted((a, b) => a - b) });
    this.#options.onDecided();
  }

  /** Most decisions change nothing, and then no subscriber is notified. */
  #publish(report: MediaReport): void {
    const before = this.#report.get();
    const isSame =
      report.uplinkKbps === before.uplinkKbps &&
      report.layers.length === before.layers.length &&
      report.layers.every((layer, index) => layer === before.layers[index]);
    if (!isSame) this.#report.set(report);
  }

  #schedule(afterMs: number): void {
    this.#timer = setTimeout(() => void this.#readAll(), afterMs);
  }

  /** The next reading is scheduled when this one is done, so that they never overlap. */
  async #readAll(): Promise<void> {
    const connected = [...this.#links].filter(({ pc }) => pc.connectionState === 'connected');
    const readings = await Promise.all(connected.map(readLine));
    if (this.#isClosed()) return;
    for (const { linkId, silentMs } of this.#links) this.#steering.noteSilence(linkId, silentMs);
    this.#decide(
      connected.flatMap((link, index) => {
        const reading = readings[index];
        if (!reading) return [];
        if (reading.keyFrameRequested) link.requestKeyFrame();
        return [{ ...reading.sample, repeatedSoundKbps: link.protectSound(reading.worstLossFraction, this.#sound) }];
      }),
    );
    await this.#options.onRead();
    if (this.#isClosed()) return;
    this.#loop = this.#links.size > 0 ? 'running' : 'stopped';
    const { least, perLink } = STEERING_INTERVAL_MS;
    if (this.#loop === 'running') this.#schedule(Math.max(least, perLink * connected.length));
  }

  #isClosed(): boolean {
    return this.#loop === 'closed';
  }

  #nextKbps({ codec, wanted }: SteerableLink): number {
    return this.#probeKbps(codec, wanted === 0 ? 1 : TOP_LAYER);
  }

  #isFull(codec: Codec, layer: LayerIndex, sample: LinkSample | undefined): boolean {
    if (!sample) return false;
    const { availableKbps, queueMs } = sample;
    return queueMs > FULL_QUEUE_MS || (availableKbps !== null && availableKbps < this.#wireKbps(codec, layer));
  }

  #probeKbps(codec: Codec, layer: LayerIndex): number {
    return this.#wireKbps(codec, layer) * PROBE_HEADROOM;
  }

  #wireKbps(codec: Codec, layer: LayerIndex): number {
    return wireKbps(this.#ladders[codec][layer], this.#sound);
  }
}

async function readLine(link: SteerableLink): Promise<LinkReading | undefined> {
  try {
    return await link.readLine();
  } catch (error) {
    log.debug(`link ${link.linkId}: its statistics could not be read:`, error);
    return undefined;
  }
}

const isFall = ({ wanted }: SteerableLink, layer: LayerIndex): boolean => wanted !== null && layer < wanted;
