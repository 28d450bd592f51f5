/**
 * A simulated link: layers with key frames, a pacer, a path of its own, a bandwidth estimate and
 * receiver reports.
 */
import type { LinkId } from '@lectern/protocol';
import type { LayerIndex } from '../layers.ts';
import type { LayerCosts } from '../layer-costs.ts';
import type { LinkSample } from '../link-sample.ts';
import { SOUND_KBPS } from '../policy.ts';
import type { Bottleneck } from './bottleneck.fixture.ts';
import { Estimator } from './estimator.fixture.ts';

export const TICK_MS = 10;
const FRAME_MS = 30;
/**
 * A wanted layer begins with its next key frame. It is as large as six ordinary frames; the encoder
 * makes up for that within a second.
 */
const SWITCH_MS = 100;
const KEY_FRAME_FRAMES = 6;
const RECOVERY_MS = 1_000;
const KEY_FRAME_MS = 750;
const PACER_FACTOR = 2.5;
const QUEUE_LIMIT_S = 2;
const BASE_RTT_MS = 40;
const PROBE_MS = 300;

export class SimulatedLink {
  readonly linkId: LinkId;
  readonly path: Bottleneck;
  readonly estimator: Estimator;
  layer: LayerIndex | null = null;
  /** Part of the layer's bit rate that the picture takes, 0 to 1: little for a still slide. */
  activity = 1;
  /** What its own path loses however little is sent, 0 to 1. */
  lossFraction = 0;
  /** What its sound costs on top, since packets repeat earlier frames. */
  repeatedSoundKbps = 0;
  lostKbit = 0;
  sentKbit = 0;
  /** Since then its path carries nothing; null while it works. */
  #cutAtMs: number | null = null;
  #wanted: { readonly layer: LayerIndex; readonly fromMs: number } | null = null;
  #recoveryUntilMs = 0;
  #keyFrameUntilMs = 0;
  #pacerKbit = 0;
  #probeAtMs: number | null;
  #feedbackKbit = 0;
  #report = { lossFraction: 0, rttMs: BASE_RTT_MS, sentKbit: 0, lostKbit: 0 };
  #sample = { sentKbit: 0, waitMs: 0, ticks: 0 };

  constructor(linkId: LinkId, path: Bottleneck, options: { readonly thresholdMs: number; readonly nowMs: number }) {
    this.linkId = linkId;
    this.path = path;
    this.estimator = new Estimator(options.thresholdMs);
    this.#probeAtMs = options.nowMs + PROBE_MS;
  }

  want(layer: LayerIndex, nowMs: number): void {
    if (this.#wanted?.layer === layer) return;
    // A fall on a full line restarts the stream, which drops what waits in the pacer.
    if (this.layer !== null && layer < this.layer) this.#pacerKbit = 0;
    this.#wanted = { layer, fromMs: nowMs };
  }

  /**
   * The path carries nothing any more. The app notices that soon, and drops what waits in the
   * pacer.
   */
  cut(nowMs: number): void {
    this.#cutAtMs = nowMs;
    this.#pacerKbit = 0;
  }

  /** The path works again: the picture goes on with a key frame. */
  mend(nowMs: number): void {
    this.#cutAtMs = null;
    this.layer = null;
    if (this.#wanted) this.#wanted = { ...this.#wanted, fromMs: nowMs };
    this.#sample = { sentKbit: 0, waitMs: 0, ticks: 0 };
  }

  silentMs(nowMs: number): number {
    return this.#cutAtMs === null ? 0 : nowMs - this.#cutAtMs;
  }

  /** How long what waits in the pacer takes to leave. */
  get queuedMs(): number {
    return (this.#pacerKbit / this.#pacedKbps) * 1000;
  }

  /** A long queue leaves within two seconds, whatever the estimate. */
  get #pacedKbps(): number {
    return Math.max(this.estimator.kbps * PACER_FACTOR, this.#pacerKbit / QUEUE_LIMIT_S);
  }

  probe(nowMs: number): void {
    this.#probeAtMs = nowMs + PROBE_MS;
  }

  /** What leaves the pacer in this tick, in kbit. */
  send(costs: LayerCosts, nowMs: number): number {
    if (this.#cutAtMs !== null) {
      this.estimator.handleSilence(nowMs - this.#cutAtMs, nowMs);
      return 0;
    }
    if (this.#wanted && nowMs - this.#wanted.fromMs >= SWITCH_MS && this.#wanted.layer !== this.layer) {
      this.layer = this.#wanted.layer;
      this.#recoveryUntilMs = nowMs + RECOVERY_MS;
      this.#keyFrameUntilMs = nowMs + KEY_FRAME_MS;
      this.#pacerKbit += (costs[this.layer] * this.activity * FRAME_MS * KEY_FRAME_FRAMES) / 1000;
    }
    const { speech } = SOUND_KBPS;
    const sound = speech + this.repeatedSoundKbps;
    const rate = this.layer === null ? sound : sound + (costs[this.layer] - speech) * this.activity;
    const recovery = nowMs < this.#recoveryUntilMs ? 1 - (KEY_FRAME_FRAMES * FRAME_MS) / RECOVERY_MS : 1;
    this.#pacerKbit += (rate * recovery * TICK_MS) / 1000;
    const pacedKbps = this.#pacedKbps;
    const out = Math.min(this.#pacerKbit, (pacedKbps * TICK_MS) / 1000);
    this.#pacerKbit -= out;
    this.sentKbit += out;
    this.#sample.sentKbit += out;
    this.#sample.waitMs += (this.#pacerKbit / pacedKbps) * 1000;
    this.#sample.ticks += 1;
    return out;
  }

  receive(kbit: number, lostKbit: number, uplinkDelayMs: number, nowMs: number): void {
    if (this.#cutAtMs !== null) return;
    const lostAnyway = kbit * this.lossFraction;
    const passed = this.path.pass(new Map([[this.linkId, kbit - lostAnyway]]), TICK_MS).get(this.linkId);
    const lost = lostKbit + lostAnyway + (passed?.lostKbit ?? 0);
    const delayMs = uplinkDelayMs + this.path.delayMs;
    this.lostKbit += lost;
    this.#feedbackKbit += passed?.kbit ?? 0;
    if (nowMs % 50 === 0) {
      this.estimator.handleFeedback(this.#feedbackKbit, delayMs, nowMs);
      this.#feedbackKbit = 0;
    }
    if (nowMs % 1_000 === 0) this.#sendReceiverReport(delayMs);
  }

  answerProbe(freeKbps: number, nowMs: number): void {
    if (this.#cutAtMs !== null || this.#probeAtMs === null || nowMs < this.#probeAtMs) return;
    this.#probeAtMs = null;
    this.estimator.probe(Math.min(freeKbps, this.path.rateKbps * 0.95));
  }

  sample(intervalMs: number, nowMs: number): LinkSample {
    const { sentKbit, waitMs, ticks } = this.#sample;
    this.#sample = { sentKbit: 0, waitMs: 0, ticks: 0 };
    return {
      linkId: this.linkId,
      availableKbps: this.estimator.kbps,
      hadKeyFrame: nowMs - intervalMs < this.#keyFrameUntilMs,
      queueMs: ticks > 0 ? waitMs / ticks : 0,
      lossFraction: this.#report.lossFraction,
      rttMs: this.#report.rttMs,
      sentKbps: (sentKbit / intervalMs) * 1000,
      repeatedSoundKbps: this.repeatedSoundKbps,
    };
  }

  #sendReceiverReport(delayMs: number): void {
    const sent = this.sentKbit - this.#report.sentKbit;
    const lost = this.lostKbit - this.#report.lostKbit;
    const lossFraction = sent > 0 ? Math.min(lost / sent, 1) : 0;
    this.estimator.handleLoss(lossFraction);
    this.#report = { lossFraction, rttMs: BASE_RTT_MS + delayMs, sentKbit: this.sentKbit, lostKbit: this.lostKbit };
  }
}
