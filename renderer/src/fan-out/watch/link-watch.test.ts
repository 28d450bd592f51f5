/** The watch over all links, with a fake clock and statistics that a test writes. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { LinkRepair } from '../../policy/links.ts';
import { LinkWatch, type WatchedLink } from './link-watch.ts';
import { vitalsIn, type LinkVitals, type StreamKind } from './link-vitals.ts';

class FakeLink implements WatchedLink {
  readonly linkId: string;
  isCut = false;
  isClosed = false;
  /** Nothing leaves. */
  hasStopped = false;
  hasSoundSource = true;
  /** How long the browser takes to answer. */
  answersAfterMs = 0;
  /** It gives the report of this time again and again. */
  reportOfMs: number | undefined;
  readonly repairs: string[] = [];
  reads = 0;
  #received = 0;
  #sent = 0;
  picture: 'sent' | 'held' = 'sent';
  resumedAtMs = 0;

  constructor(linkId: string) {
    this.linkId = linkId;
  }

  async readVitals(): Promise<LinkVitals> {
    return vitalsIn(await this.#getStats());
  }

  async #getStats(): Promise<RTCStatsReport> {
    this.reads += 1;
    if (this.isClosed) throw new Error('closed');
    if (this.answersAfterMs > 0) await new Promise((resolve) => setTimeout(resolve, this.answersAfterMs));
    if (!this.isCut) this.#received += 1;
    if (!this.hasStopped) this.#sent += 1;
    return new Map<string, object>([
      ['T', { type: 'transport', selectedCandidatePairId: 'P', packetsReceived: this.#received }],
      ['P', { type: 'candidate-pair', id: 'P', timestamp: this.reportOfMs ?? performance.now() }],
      ['S', { type: 'media-source', kind: 'video', frames: performance.now() }],
      ['v', { type: 'outbound-rtp', kind: 'video', bytesSent: this.#sent }],
      ['a', { type: 'outbound-rtp', kind: 'audio', bytesSent: this.#sent }],
    ]);
  }

  sends(): boolean {
    return true;
  }

  /** Sound comes from elsewhere, as where it is encoded once for all. */
  source(stream: StreamKind): number | null {
    return stream === 'sound' && this.hasSoundSource ? performance.now() : null;
  }

  repair(stream: StreamKind, repair: LinkRepair): void {
    this.repairs.push(`${stream}: ${repair}`);
  }

  holdPicture(): void {
    this.picture = 'held';
  }

  resumePicture(): void {
    this.picture = 'sent';
    this.resumedAtMs = performance.now();
  }
}

let watch: LinkWatch;
let links: FakeLink[];

beforeEach(() => {
  vi.useFakeTimers();
  watch = new LinkWatch();
});
afterEach(() => {
  for (const path of links) watch.remove(path);
  vi.restoreAllMocks();
  vi.useRealTimers();
});

function addLinks(count: number): FakeLink[] {
  links = Array.from({ length: count }, (_, index) => new FakeLink(String(index)));
  for (const path of links) watch.add(path);
  return links;
}

/** A watcher reports every two seconds. Nothing arrives from one that is cut off. */
async function pass(ms: number): Promise<void> {
  for (let passedMs = 0; passedMs < ms; passedMs += 100) {
    await vi.advanceTimersByTimeAsync(100);
    const turn = Math.round(performance.now() / 100) % 20;
    links.forEach((path, index) => {
      if (index % 20 === turn && !path.isCut) watch.noteMessage(path);
    });
  }
}

test('of a few watchers, the one without a path is found within a second and a half', async () => {
  const [first, second] = addLinks(8);
  await pass(3_000);
  if (second) second.isCut = true;
  await pass(1_500);
  expect(second?.picture).toBe('held');
  if (second) second.isCut = false;
  await pass(200);
  expect(second?.picture).toBe('sent');
  expect(first?.resumedAtMs).toBe(0);
});

test('one of three hundred is found within six seconds, and goes on at once', async () => {
  const many = addLinks(300);
  await pass(20_000);
  const cut = many[123];
  if (cut) cut.isCut = true;
  await pass(6_000);
  expect(cut?.picture).toBe('held');
  expect(many.filter(({ picture }) => picture === 'held')).toEqual([cut]);
  if (cut) cut.isCut = false;
  await pass(200);
  expect(cut?.picture).toBe('sent');
});

test('three hundred that heal together go on within a second, and while they are silent few are read', async () => {
  const many = addLinks(300);
  await pass(20_000);
  for (const path of many) path.isCut = true;
  await pass(30_000);
  expect(many.every(({ picture }) => picture === 'held')).toBe(true);
  const readsBefore = many.reduce((sum, { reads }) => sum + reads, 0);
  await pass(1_000);
  expect(many.reduce((sum, { reads }) => sum + reads, 0) - readsBefore).toBeLessThanOrEqual(60);
  for (const path of many) path.isCut = false;
  const healedAtMs = performance.now();
  await pass(1_000);
  const afterMs = many.map(({ resumedAtMs }) => resumedAtMs - healedAtMs);
  expect(Math.max(...afterMs)).toBeLessThanOrEqual(500);
  expect(Math.min(...afterMs)).toBeGreaterThan(0);
});

test('a path that cannot be read does not keep the others from their turn', async () => {
  const [broken, cut] = addLinks(2);
  await pass(1_000);
  if (broken) broken.isClosed = true;
  if (cut) cut.isCut = true;
  await pass(3_000);
  expect(cut?.picture).toBe('held');
});

test('reads nothing more once no path is left', async () => {
  const [only] = addLinks(1);
  await pass(1_000);
  if (only) watch.remove(only);
  const before = only?.reads;
  await pass(2_000);
  expect(only?.reads).toBe(before);
});

test('a link on which no picture leaves is repaired step by step, and no other', async () => {
  const [first, stopped] = addLinks(8);
  await pass(3_000);
  if (stopped) stopped.hasStopped = true;
  await pass(4_000);
  expect(stopped?.repairs.toSorted()).toEqual(['picture: key-frame', 'picture: writer', 'sound: writer']);
  if (stopped) stopped.hasStopped = false;
  await pass(10_000);
  expect(stopped?.repairs).toHaveLength(3);
  expect(first?.repairs).toEqual([]);
});

test('nothing is repaired on a link without a path', async () => {
  const [cut] = addLinks(1);
  await pass(1_000);
  if (cut) Object.assign(cut, { isCut: true, hasStopped: true });
  await pass(10_000);
  expect(cut?.picture).toBe('held');
  expect(cut?.repairs).toEqual([]);
});

test('a stream that has nothing to send is no fault of the link', async () => {
  const [link] = addLinks(1);
  if (link) link.hasSoundSource = false;
  await pass(1_000);
  if (link) link.hasStopped = true;
  await pass(15_000);
  expect(link?.repairs).toContain('picture: link');
  expect(link?.repairs.filter((repair) => repair.startsWith('sound'))).toEqual([]);
});

test('concludes nothing where the browser does not count what arrives', async () => {
  const [first, second] = addLinks(2);
  for (const link of [first, second]) if (link) link.isCut = true;
  await pass(20_000);
  expect(first?.picture).toBe('sent');
  expect(second?.picture).toBe('sent');
});

describe('a standstill of all links', () => {
  /** What costs a machine time that it does not have. */
  const costly = (spared: readonly FakeLink[]): string[] =>
    spared.flatMap(({ repairs }) => repairs.filter((repair) => !repair.endsWith('key-frame')));

  test('is no fault of theirs: on a machine without time they are left alone, and it ends quiet', async () => {
    const ten = addLinks(10);
    await pass(5_000);
    // The scene makes frames, the encoder seems to, the browser answers late, and nothing leaves.
    for (const link of ten) Object.assign(link, { hasStopped: true, answersAfterMs: 700 });
    await pass(20_000);
    for (const link of ten) link.answersAfterMs = 2_000;
    await pass(20_000);
    expect(costly(ten)).toEqual([]);
    for (const link of ten) Object.assign(link, { hasStopped: false, answersAfterMs: 0 });
    await pass(60_000);
    expect(costly(ten)).toEqual([]);
    expect(ten.every(({ picture }) => picture === 'sent')).toBe(true);
  });

  test('spares links that have just come, too', async () => {
    const six = addLinks(6);
    await pass(5_000);
    for (const link of six) link.hasStopped = true;
    const replacements = Array.from({ length: 4 }, (_, index) => new FakeLink(`new ${String(index)}`));
    for (const link of replacements) {
      link.hasStopped = true;
      links.push(link);
      watch.add(link);
    }
    await pass(30_000);
    expect(costly(links)).toEqual([]);
  });

  test('does not hide the fault of one', async () => {
    const ten = addLinks(10);
    await pass(5_000);
    const [one] = ten;
    if (one) one.hasStopped = true;
    await pass(4_000);
    expect(costly(ten).toSorted()).toEqual(['picture: writer', 'sound: writer']);
  });
});

test('links that fail one after the other are repaired at a pace, in all', async () => {
  const forty = addLinks(40);
  await pass(20_000);
  for (const link of forty.slice(0, 9)) {
    link.hasStopped = true;
    link.hasSoundSource = false;
  }
  await pass(10_000);
  const paced = forty.flatMap(({ repairs }) => repairs.filter((repair) => !repair.endsWith('key-frame')));
  expect(paced.length).toBeGreaterThan(0);
  expect(paced.length).toBeLessThanOrEqual(4);
});

test('a link that has just connected has its time for the first picture', async () => {
  const [fresh] = addLinks(1);
  if (fresh) fresh.hasStopped = true;
  await pass(8_000);
  expect(fresh?.repairs).toEqual([]);
  await pass(3_000);
  expect(fresh?.repairs).toContain('picture: key-frame');
});

test('an old report of the browser proves nothing', async () => {
  const [link] = addLinks(1);
  await pass(3_000);
  if (link) Object.assign(link, { reportOfMs: performance.now(), hasStopped: true, isCut: true });
  await pass(20_000);
  expect(link?.repairs).toEqual([]);
  expect(link?.picture).toBe('sent');
});

test('time in which the page stood still says nothing', async () => {
  const [link] = addLinks(1);
  await pass(3_000);
  if (link) Object.assign(link, { hasStopped: true, isCut: true });
  const now = performance.now.bind(performance);
  vi.spyOn(performance, 'now').mockImplementation(() => now() + 60_000);
  await pass(400);
  expect(link?.repairs).toEqual([]);
  expect(link?.picture).toBe('sent');
});
