/** Who watches, how each of them is, and since when: keeps the reports of all watchers and reads them once a second. */
import type { LinkId, WatcherId, WatcherReport } from '@lectern/protocol';
import { Store, type ReadableStore } from '@lectern/rtc';
import type { LinkStanding } from '../fan-out/link-standing.ts';
import type { LayerIndex } from '../fan-out/layers.ts';
import type { FanOutReport } from '../fan-out/link-media.ts';
import { countVerdicts, type VerdictCounts } from './sentence.ts';
import { settle, type SteadyVerdict } from './steady-verdict.ts';
import { judge, type Verdict, type WatcherFacts } from './verdict.ts';

/** One watcher as the presenter is shown it. The same object for as long as nothing of it changes. */
export interface AudienceRow {
  readonly watcherId: WatcherId;
  /** By the order of joining; a watcher who comes back keeps its number. */
  readonly number: number;
  /** Milliseconds since 1970. */
  readonly sinceMs: number;
  readonly verdict: Verdict;
  readonly report: WatcherReport | null;
  readonly layer: LayerIndex | null;
}

export interface AudienceView {
  /** Those who need a look first, then by number. */
  readonly rows: readonly AudienceRow[];
  readonly counts: VerdictCounts;
}

interface Entry {
  readonly linkId: LinkId;
  readonly stateSinceMs: number;
  readonly steady: SteadyVerdict | null;
  readonly row: AudienceRow;
}

interface Heard {
  readonly report: WatcherReport;
  readonly atMs: number;
  readonly freezes: readonly { readonly atMs: number; readonly count: number }[];
}

interface AudienceSources {
  readonly links: ReadableStore<readonly LinkStanding[]>;
  readonly fanOut: ReadableStore<FanOutReport>;
  /** What the presenter allows all links together, kbit/s. */
  readonly limitKbps: () => number | null;
  readonly hasPicture: () => boolean;
  readonly now?: () => number;
}

const READ_EVERY_MS = 1_000;
const FREEZE_MEMORY_MS = 10_000;
/** The first seconds are full of changes; they are no sign of a line. */
const SETTLING_MS = 5_000;

const concern: readonly Verdict[] = ['bad-line', 'slow-device', 'reconnecting', 'joining', 'silent', 'hidden', 'fine'];

export class AudienceBook {
  readonly #sources: AudienceSources;
  readonly #now: () => number;
  readonly #view = new Store<AudienceView>({ rows: [], counts: countVerdicts([]) });
  readonly #numbers = new Map<WatcherId, { readonly number: number; sinceMs: number }>();
  readonly #heard = new Map<LinkId, Heard>();
  #entries = new Map<WatcherId, Entry & { readonly state: LinkStanding['state'] }>();
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(sources: AudienceSources) {
    this.#sources = sources;
    this.#now = sources.now ?? Date.now;
    sources.links.subscribe(() => this.#follow());
  }

  get view(): ReadableStore<AudienceView> {
    return this.#view;
  }

  handleReport(linkId: LinkId, report: WatcherReport): void {
    const atMs = this.#now();
    const before = this.#heard.get(linkId)?.freezes ?? [];
    const recent = before.filter((one) => atMs - one.atMs < FREEZE_MEMORY_MS);
    const freezes = report.freezes > 0 ? [...recent, { atMs, count: report.freezes }] : recent;
    this.#heard.set(linkId, { report, atMs, freezes });
  }

  /** Reads everything anew, as once a second while somebody watches. */
  read(): void {
    const links = new Map(this.#sources.links.get().map((link) => [link.watcherId, link]));
    this.#entries = new Map([...links.values()].map((link) => [link.watcherId, this.#entryOf(link)]));
    const rows = [...this.#entries.values()].map(({ row }) => row).toSorted(byConcern);
    const before = this.#view.get().rows;
    if (rows.length === before.length && rows.every((row, index) => row === before[index])) return;
    this.#view.set({ rows, counts: countVerdicts(rows.map(({ verdict }) => verdict)) });
  }

  #follow(): void {
    const links = this.#sources.links.get();
    const known = new Set(links.map(({ linkId }) => linkId));
    for (const linkId of this.#heard.keys()) if (!known.has(linkId)) this.#heard.delete(linkId);
    if (links.length === 0) {
      clearInterval(this.#timer);
      this.#timer = undefined;
    } else this.#timer ??= setInterval(() => this.read(), READ_EVERY_MS);
    this.read();
  }

  #entryOf(link: LinkStanding): Entry & { readonly state: LinkStanding['state'] } {
    const { watcherId, linkId, state } = link;
    const nowMs = this.#now();
    const before = this.#entries.get(watcherId);
    const stateSinceMs = before?.state === state && before.linkId === linkId ? before.stateSinceMs : nowMs;
    const report = this.#heard.get(linkId)?.report ?? null;
    const steady = settle(before?.steady ?? null, judge(this.#factsOf(link, stateSinceMs)), nowMs);
    const layer = this.#sources.fanOut.get().layers.get(linkId) ?? null;
    const { number, sinceMs } = this.#placeOf(watcherId, before !== undefined);
    const row: AudienceRow = { watcherId, number, sinceMs, verdict: steady.verdict, report, layer };
    return { linkId, state, stateSinceMs, steady, row: before && isSameRow(before.row, row) ? before.row : row };
  }

  #factsOf({ linkId, state, cap }: LinkStanding, stateSinceMs: number): WatcherFacts {
    const nowMs = this.#now();
    const heard = this.#heard.get(linkId);
    const { uplinkKbps, layers } = this.#sources.fanOut.get();
    const counted = heard?.freezes.filter(
      ({ atMs }) => nowMs - atMs < FREEZE_MEMORY_MS && atMs - stateSinceMs > SETTLING_MS,
    );
    return {
      link: state,
      inStateMs: nowMs - stateSinceMs,
      report: heard?.report ?? null,
      reportAgeMs: heard ? nowMs - heard.atMs : 0,
      recentFreezes: counted?.reduce((sum, { count }) => sum + count, 0) ?? 0,
      layer: layers.get(linkId) ?? null,
      cap,
      uplinkLimits: uplinkKbps !== null || this.#sources.limitKbps() !== null,
      hasPicture: this.#sources.hasPicture(),
    };
  }

  #placeOf(watcherId: WatcherId, isHere: boolean): { readonly number: number; readonly sinceMs: number } {
    const known = this.#numbers.get(watcherId) ?? { number: this.#numbers.size + 1, sinceMs: this.#now() };
    if (!isHere) known.sinceMs = this.#now();
    this.#numbers.set(watcherId, known);
    return known;
  }
}

const isSameRow = (a: AudienceRow, b: AudienceRow): boolean =>
  a.verdict === b.verdict && a.report === b.report && a.layer === b.layer && a.sinceMs === b.sinceMs;

const byConcern = (a: AudienceRow, b: AudienceRow): number =>
  concern.indexOf(a.verdict) - concern.indexOf(b.verdict) || a.number - b.number;
