/**
 * One timeline for all streams that show the same captured frames. Each RTP stream starts at a
 * random timestamp, so the encoder's layers and each link's own track differ by constant offsets,
 * which are determined here. Without them a switch of layers would step backwards in time, and
 * sound and picture would drift apart. All streams stamp the same captures, to the millisecond and
 * each slightly differently, so frames of the same capture are paired and the median offset of
 * several pairs is used. Pairs are found by the uneven intervals between captures and by arrival
 * times. Many frames are compared, because a busy machine delays or drops some of them.
 */

/** RFC 3551: video timestamps run at 90 kHz. */
const TICKS_PER_MS = 90;
/** Longer than a link's own frames are collected. */
const HISTORY_MS = 35_000;
/**
 * How long earliest arrivals are kept. On a busy machine seconds pass without a frame that was not
 * held up.
 */
const ARRIVALS_MS = 30_000;
/** Arrivals within this time are kept as one. */
const ARRIVALS_STEP_MS = 250;
/**
 * A layer's offset is final after this many frames, a quarter of a second: all layers are encoded
 * together, and arrive together.
 */
const LAYER_FRAMES = 8;
/** A link's offset is final after this many of its own frames, half a minute. */
const LINK_FRAMES = 60;
/** The last reports of the encoder's statistics, about one a second. */
const ENCODE_REPORTS = 30;
/** The pairs of so many of the last frames are candidates. */
const PAIRED_FRAMES = 8;
/**
 * How far from the offset that arrivals suggest candidates are considered: two frames at 30 a
 * second.
 */
const SEARCHED_MS = 70;
/**
 * The weight of a millisecond of distance from what arrivals suggest, against a millisecond of
 * misfit.
 */
const TRUST_IN_ARRIVALS = 0.03;
/** A new offset must fit better by this much to replace the one found before. */
const CLEARLY_BETTER_MS = 0.7;
/** Timestamps of one capture differ by no more than this. */
const SAME_CAPTURE_MS = 4;
/** Frames of two layers that are no further apart show the same capture; in ticks. */
const SAME_TICKS = 3;

/** The earliest arrival of a moment: the highest lead. */
interface Arrival {
  readonly fromMs: number;
  readonly lead: number;
}

interface Moment {
  /** Since the stream's first frame, which avoids wrapping. */
  readonly ticks: number;
  readonly atMs: number;
}

/** The arrivals of one stream's frames. */
class Stream {
  readonly first: number;
  #moments: Moment[] = [];
  #arrivals: Arrival[] = [];

  constructor(first: number) {
    this.first = first;
  }

  observe(ticks: number, atMs: number): void {
    // Another layer's frame of the same capture adds nothing.
    if (this.#moments.slice(-3).some((moment) => Math.abs(moment.ticks - ticks) <= SAME_TICKS)) return;
    // In the order of the captures, although one layer's frame may overtake another's.
    const place = this.#moments.findLastIndex((moment) => moment.ticks < ticks) + 1;
    this.#moments.splice(place, 0, { ticks, atMs });
    while ((this.#moments[0]?.atMs ?? atMs) < atMs - HISTORY_MS) this.#moments.shift();
    this.#noteArrival(ticks - atMs * TICKS_PER_MS, atMs);
  }

  get moments(): readonly Moment[] {
    return this.#moments;
  }

  get startMs(): number {
    return this.#arrivals[0]?.fromMs ?? 0;
  }

  /**
   * Ticks minus arrival of the fastest frame since then, the one least delayed by encoding and
   * scheduling. Of all frames, where there were none since.
   */
  leadSince(fromMs: number): number {
    const since = this.#arrivals.filter((arrival) => arrival.fromMs > fromMs - ARRIVALS_STEP_MS);
    return Math.max(...(since.length > 0 ? since : this.#arrivals).map(({ lead }) => lead));
  }

  /**
   * Where its frames are, in order, and the expected next one, since a follower's frame may
   * overtake the leader's of the same capture.
   */
  get places(): readonly number[] {
    const places = this.#moments.map(({ ticks }) => ticks);
    const [before, newest] = places.slice(-2);
    return before !== undefined && newest !== undefined ? [...places, 2 * newest - before] : places;
  }

  #noteArrival(lead: number, atMs: number): void {
    const last = this.#arrivals.at(-1);
    if (!last || atMs - last.fromMs >= ARRIVALS_STEP_MS) this.#arrivals.push({ fromMs: atMs, lead });
    else if (lead > last.lead) this.#arrivals[this.#arrivals.length - 1] = { fromMs: last.fromMs, lead };
    while ((this.#arrivals[0]?.fromMs ?? atMs) < atMs - ARRIVALS_MS) this.#arrivals.shift();
  }
}

/**
 * The offset that arrivals suggest, accurate to some milliseconds. Both streams are compared over
 * the same time, since the same load held both up.
 */
const expectedOffset = (from: Stream, to: Stream, laterMs: number): number =>
  Math.round(to.leadSince(from.startMs) - from.leadSince(from.startMs) + laterMs * TICKS_PER_MS);

/**
 * How badly `offset` maps frames of `from` to places of another stream: the mean distance in ticks.
 * A busy encoder drops captures, so some frames have no partner, and count as one capture's
 * distance.
 */
function misfit(offset: number, from: readonly Moment[], places: readonly number[]): number {
  const most = SAME_CAPTURE_MS * TICKS_PER_MS;
  return from.reduce((sum, { ticks }) => sum + Math.min(most, distanceTo(ticks + offset, places)), 0) / from.length;
}

/** From the nearest of the places, which are in order. */
function distanceTo(ticks: number, places: readonly number[]): number {
  let [from, to] = [0, places.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((places[middle] ?? 0) < ticks) from = middle + 1;
    else to = middle;
  }
  return Math.min(ticks - (places[from - 1] ?? -Infinity), (places[from] ?? Infinity) - ticks);
}

/**
 * What must be added to ticks of `from` to get ticks of `to`. Arrivals suggest a rough value, but a
 * busy encoder can make it wrong by a frame. Captures are uneven by some milliseconds, which
 * distinguishes one shift by a frame from another. So each pair of frames gives a candidate; the
 * candidate that fits the other frames best wins, and between equals the one that arrivals suggest.
 * `laterMs` is how much longer frames of `to` are encoded.
 */
function offsetBetween(from: Stream, to: Stream, laterMs: number, before: number | undefined): number | undefined {
  const expected = expectedOffset(from, to, laterMs);
  const { places } = to;
  const newest = from.moments.slice(-PAIRED_FRAMES);
  const pairs = newest.flatMap((own) => places.map((ticks) => ticks - own.ticks));
  // A jump of the timeline is visible, so the previous offset stays unless another is clearly
  // better.
  const creditOf = (offset: number): number =>
    before !== undefined && Math.abs(offset - before) < SAME_CAPTURE_MS * TICKS_PER_MS
      ? CLEARLY_BETTER_MS * TICKS_PER_MS
      : 0;
  const candidates = pairs
    .filter((offset) => Math.abs(offset - expected) < SEARCHED_MS * TICKS_PER_MS)
    .map((offset) => ({
      offset,
      score: misfit(offset, from.moments, places) + Math.abs(offset - expected) * TRUST_IN_ARRIVALS - creditOf(offset),
    }));
  const best = candidates.toSorted((a, b) => a.score - b.score)[0];
  if (!best) return undefined;
  // Each sender rounds the capture's time to the millisecond, slightly differently.
  const partners = pairs.filter((offset) => Math.abs(offset - best.offset) < SAME_CAPTURE_MS * TICKS_PER_MS);
  return median(partners);
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.POSITIVE_INFINITY;
}

/** Signed distance of two wrapping timestamps. */
const distance = (a: number, b: number): number => (a - b) | 0;

/** A stream whose offset to another one, the leader, is being determined. */
class Follower {
  readonly stream: Stream;
  readonly #settledAfter: number;
  #frames = 0;
  /** Ticks of the follower plus this are ticks of the leader. */
  offset: number | undefined;

  /** `settledAfter`: the number of frames that decide. */
  constructor(first: number, settledAfter: number) {
    this.stream = new Stream(first);
    this.#settledAfter = settledAfter;
  }

  get isSettled(): boolean {
    return this.#frames >= this.#settledAfter;
  }

  observe(ticks: number, atMs: number, leader: Stream, laterMs = 0): void {
    if (this.isSettled || leader.moments.length === 0) return;
    this.stream.observe(ticks, atMs);
    this.#frames += 1;
    this.offset =
      offsetBetween(this.stream, leader, laterMs, this.offset) ??
      this.offset ??
      expectedOffset(this.stream, leader, laterMs);
  }
}

/** The scene's timeline, built from all layers of the encoder. */
export class SceneClock {
  readonly #layers = new Map<number, Follower>();
  #scene: Stream | undefined;
  /** The first layer seen. Its timestamps define the scene's timeline. */
  #leader: number | undefined;
  #encodeMs: number[] = [];

  /** The mean encoding time of a frame, as the encoder's statistics have just reported it. */
  noteEncodeMs(ms: number): void {
    this.#encodeMs = [...this.#encodeMs, ms].slice(-ENCODE_REPORTS);
  }

  /**
   * Encoding time of the frames that arrive earliest. A link's own tiny frames take almost none.
   * The mean of a second in which the machine was busy says nothing about them.
   */
  get encodeMs(): number {
    return this.#encodeMs.length > 0 ? Math.min(...this.#encodeMs) : 0;
  }

  /** The frame's place on the scene's timeline, in ticks. */
  observe(ssrc: number, rtpTimestamp: number, atMs: number): number {
    this.#scene ??= new Stream(rtpTimestamp);
    const scene = this.#scene;
    if (this.#leader === undefined) this.#leader = ssrc;
    let layer = this.#layers.get(ssrc);
    if (!layer) {
      layer = new Follower(rtpTimestamp, LAYER_FRAMES);
      this.#layers.set(ssrc, layer);
    }
    const ticks = distance(rtpTimestamp, layer.stream.first);
    if (ssrc === this.#leader) {
      scene.observe(ticks, atMs);
      return ticks;
    }
    layer.observe(ticks, atMs, scene);
    const sceneTicks = ticks + (layer.offset ?? 0);
    // Only once settled; otherwise a misplaced layer would confirm its own offset.
    if (layer.isSettled) scene.observe(sceneTicks, atMs);
    return sceneTicks;
  }

  get stream(): Stream | undefined {
    return this.#scene;
  }
}

/** Converts places on the scene's timeline to timestamps of one link. */
export class LinkClock {
  #own: Follower | undefined;
  #last: number | undefined;

  /** A frame of the link's own track, which shows where the link's timestamps are. */
  observeOwn(rtpTimestamp: number, atMs: number, scene: SceneClock): void {
    if (!scene.stream) return;
    const own = (this.#own ??= new Follower(rtpTimestamp, LINK_FRAMES));
    own.observe(distance(rtpTimestamp, own.stream.first), atMs, scene.stream, scene.encodeMs);
  }

  get isReady(): boolean {
    return this.#own?.offset !== undefined;
  }

  /**
   * The link's timestamp for a frame. Always increases, even when the offset has just been
   * corrected.
   */
  timestampOf(sceneTicks: number): number {
    const own = this.#own;
    let rtpTimestamp = own ? (sceneTicks - (own.offset ?? 0) + own.stream.first) >>> 0 : sceneTicks >>> 0;
    if (this.#last !== undefined && distance(rtpTimestamp, this.#last) <= 0) {
      rtpTimestamp = (this.#last + TICKS_PER_MS) >>> 0;
    }
    this.#last = rtpTimestamp;
    return rtpTimestamp;
  }
}
