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
/** Half of a frame's time at 25 frames a second: further away than this is another capture. */
const PARTNER_WITHIN_MS = 20;
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

/**
 * What must be added to ticks of `from` to get ticks of `to`. Arrivals suggest about how much; the frame of `to` that lies nearest to that
 * is the one of the same capture; the median of several pairs forgives a few wrong ones and the millisecond by which captures are dated differently.
 * `laterMs` is how much later a capture's frame of `to` comes for having been encoded longer.
 */
function offsetBetween(from: Stream, to: Stream, laterMs: number): number | undefined {
  const expected = expectedOffset(from, to, laterMs);
  const others = [...to.moments, ...to.next];
  const pairs = from.moments.map((own) =>
    others.reduce((best, { ticks }) => {
      const candidate = ticks - own.ticks;
      return Math.abs(candidate - expected) < Math.abs(best - expected) ? candidate : best;
    }, Number.POSITIVE_INFINITY),
  );
  // A frame whose partner has not come, or never will, finds only a wrong one.
  const near = pairs.filter((ticks) => Math.abs(ticks - expected) < PARTNER_WITHIN_MS * TICKS_PER_MS);
  const sorted = near.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
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
      offsetBetween(this.stream, leader, laterMs) ?? this.offset ?? expectedOffset(this.stream, leader, laterMs);
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
