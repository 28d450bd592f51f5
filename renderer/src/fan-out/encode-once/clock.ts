/**
 * One timeline for all streams that show the same captured frames. Each RTP stream starts at a random timestamp, so the encoder's layers and
 * each link's own track differ by constants, which are found here: without them, switching layers steps backwards in time and lips
 * leave their voice. All of them date the same captures, to the millisecond and each a little differently, so frames of the same capture
 * are paired and the median of several pairs is taken.
 */

/** RFC 3551: video timestamps run at 90 kHz. */
const TICKS_PER_MS = 90;
const HISTORY_MS = 4_000;
/** After so many frames the place is found, or will not be found any better. */
const SETTLED_AFTER = 8;
/** So far around what arrivals suggest the offset is looked for: two frames at 30 a second. */
const SEARCHED_MS = 70;
/** What a millisecond further from what arrivals suggest weighs against a millisecond of misfit. */
const TRUST_IN_ARRIVALS = 0.03;
/** Only what fits better by so much takes the place of what was found before. */
const CLEARLY_BETTER_MS = 0.7;
/** Two dates of one capture lie no further apart. */
const SAME_CAPTURE_MS = 4;
/** Frames of two layers no further apart than this, in ticks, show the same capture. */
const SAME_TICKS = 3;

interface Moment {
  /** In ticks since the stream's first frame, so that wrapping is out of the way. */
  readonly ticks: number;
  readonly atMs: number;
}

/** One stream's frames as they arrive. */
class Stream {
  readonly first: number;
  #moments: Moment[] = [];

  constructor(first: number) {
    this.first = first;
  }

  observe(ticks: number, atMs: number): void {
    // Another layer's frame of the same capture says nothing new.
    if (this.#moments.slice(-3).some((moment) => Math.abs(moment.ticks - ticks) <= SAME_TICKS)) return;
    this.#moments.push({ ticks, atMs });
    while ((this.#moments[0]?.atMs ?? atMs) < atMs - HISTORY_MS) this.#moments.shift();
  }

  get moments(): readonly Moment[] {
    return this.#moments;
  }

  /** Ticks less arrival, of the quickest frame: what is left after encoding and scheduling took the least time. */
  get lead(): number {
    return Math.max(...this.#moments.map(({ ticks, atMs }) => ticks - atMs * TICKS_PER_MS));
  }

  /** The frame that is on its way: a follower's may overtake the one of the same capture. */
  get next(): readonly Moment[] {
    const [before, newest] = this.#moments.slice(-2);
    return before && newest ? [{ ticks: 2 * newest.ticks - before.ticks, atMs: newest.atMs }] : [];
  }
}

/** The offset as arrivals suggest it: right to some milliseconds. */
const expectedOffset = (from: Stream, to: Stream, laterMs: number): number =>
  Math.round(to.lead - from.lead + laterMs * TICKS_PER_MS);

/** How well `offset` explains the frames of `from`: the middle distance, in ticks, to the frames of `to` that they would then be. */
function misfit(offset: number, from: readonly Moment[], to: readonly Moment[]): number {
  return median(from.map((own) => Math.min(...to.map(({ ticks }) => Math.abs(ticks - own.ticks - offset)))));
}

/**
 * What must be added to ticks of `from` to get ticks of `to`. Arrivals suggest about how much, but a busy encoder makes them a frame's time
 * wrong; captures come unevenly by some milliseconds, which tells one shift by a frame from another. So of the offsets that make a frame of
 * `from` one of `to`, the one that fits the others best is taken, and between equals the one that arrivals suggest.
 * `laterMs` is how much later a capture's frame of `to` comes for having been encoded longer.
 */
function offsetBetween(from: Stream, to: Stream, laterMs: number, before: number | undefined): number | undefined {
  const expected = expectedOffset(from, to, laterMs);
  const others = [...to.moments, ...to.next];
  // A timeline that jumps is seen: what was found before stays unless another place is clearly better.
  const creditOf = (offset: number): number =>
    before !== undefined && Math.abs(offset - before) < SAME_CAPTURE_MS * TICKS_PER_MS
      ? CLEARLY_BETTER_MS * TICKS_PER_MS
      : 0;
  const candidates = from.moments
    .flatMap((own) => others.map(({ ticks }) => ticks - own.ticks))
    .filter((offset) => Math.abs(offset - expected) < SEARCHED_MS * TICKS_PER_MS)
    .map((offset) => ({
      offset,
      score: misfit(offset, from.moments, others) + Math.abs(offset - expected) * TRUST_IN_ARRIVALS - creditOf(offset),
    }));
  const best = candidates.toSorted((a, b) => a.score - b.score)[0];
  if (!best) return undefined;
  // Each sender dates a capture to the millisecond and a little differently.
  const partners = from.moments.flatMap((own) =>
    others
      .map(({ ticks }) => ticks - own.ticks)
      .filter((offset) => Math.abs(offset - best.offset) < SAME_CAPTURE_MS * TICKS_PER_MS),
  );
  return median(partners);
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.POSITIVE_INFINITY;
}

/** Signed distance of two wrapping timestamps. */
const distance = (a: number, b: number): number => (a - b) | 0;

/** A stream whose place on another's timeline is being found. */
class Follower {
  readonly stream: Stream;
  #frames = 0;
  /** Ticks of the follower plus this are ticks of the leader. */
  offset: number | undefined;

  constructor(first: number) {
    this.stream = new Stream(first);
  }

  get isSettled(): boolean {
    return this.#frames >= SETTLED_AFTER;
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

/** The scene's timeline, made of all layers of the encoder. */
export class SceneClock {
  readonly #layers = new Map<number, Follower>();
  #scene: Stream | undefined;
  /** The first layer ever seen: its timestamps are the scene's. */
  #leader: number | undefined;
  /** What the encoder takes for a frame; a link's own, tiny frames take next to nothing. */
  encodeMs = 0;

  /** The frame's place on the scene's timeline, in ticks. */
  observe(ssrc: number, rtpTimestamp: number, atMs: number): number {
    this.#scene ??= new Stream(rtpTimestamp);
    const scene = this.#scene;
    if (this.#leader === undefined) this.#leader = ssrc;
    let layer = this.#layers.get(ssrc);
    if (!layer) {
      layer = new Follower(rtpTimestamp);
      this.#layers.set(ssrc, layer);
    }
    const ticks = distance(rtpTimestamp, layer.stream.first);
    if (ssrc === this.#leader) {
      scene.observe(ticks, atMs);
      return ticks;
    }
    layer.observe(ticks, atMs, scene);
    const sceneTicks = ticks + (layer.offset ?? 0);
    // Not before: a layer that is placed wrongly would find itself confirmed by its own frames.
    if (layer.isSettled) scene.observe(sceneTicks, atMs);
    return sceneTicks;
  }

  get stream(): Stream | undefined {
    return this.#scene;
  }
}

/** Turns places on the scene's timeline into timestamps of one link. */
export class LinkClock {
  #own: Follower | undefined;
  #last: number | undefined;

  /** A frame of the link's own track: it tells where the link's timestamps stand. */
  observeOwn(rtpTimestamp: number, atMs: number, scene: SceneClock): void {
    if (!scene.stream) return;
    const own = (this.#own ??= new Follower(rtpTimestamp));
    own.observe(distance(rtpTimestamp, own.stream.first), atMs, scene.stream, scene.encodeMs);
  }

  get isReady(): boolean {
    return this.#own?.offset !== undefined;
  }

  /** The link's timestamp for a frame; never one that was used before, also where the offset has just become better known. */
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
