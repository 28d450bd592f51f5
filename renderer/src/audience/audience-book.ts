/** Who watches, how each of them is, and since when: keeps the reports of all watchers and reads them once a second. */
import type { LinkId, WatcherId, WatcherReport } from '@lectern/protocol';
import { Store, type ReadableStore } from '@lectern/state';
import type { LayerIndex } from '@lectern/steering';
import type { LinkStanding } from '../fan-out/link-standing.ts';
import type { FanOutReport } from '../fan-out/link-media.ts';
import { AUDIENCE_INTERVAL_MS, SETTLING_MS } from '../policy.ts';
import { HeardReports } from './heard-reports.ts';
import { countVerdicts, type VerdictCounts } from './verdict-counts.ts';
import { settle, type SteadyVerdict } from './steady-verdict.ts';
import { freezes, judge, type Verdict, type WatcherFacts } from './verdict.ts';

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

interface AudienceSources {
  readonly links: ReadableStore<readonly LinkStanding[]>;
  readonly fanOut: ReadableStore<FanOutReport>;
  /** What the presenter allows all links together, kbit/s. */
  readonly limitKbps: () => number | null;
  readonly hasPicture: () => boolean;
  readonly now?: () => number;
}

/** Two who freeze together are no coincidence, if they are half of all. */
const MANY = 2;

const concern: readonly Verdict[] = ['bad-line', 'slow-device', 'reconnecting', 'joining', 'silent', 'hidden', 'fine'];

export class AudienceBook {
  readonly #sources: AudienceSources;
  readonly #now: () => number;
  readonly #view = new Store<AudienceView>({ rows: [], counts: countVerdicts([]) });
  readonly #numbers = new Map<WatcherId, { readonly number: number; sinceMs: number }>();
  readonly #heard = new HeardReports();
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
    this.#heard.note(linkId, report, this.#now());
  }

  /** Reads everything anew, as once a second while somebody watches. */
  read(): void {
    const links = new Map(this.#sources.links.get().map((link) => [link.watcherId, link]));
    const manyFreeze = this.#doManyFreeze([...links.values()]);
    this.#entries = new Map([...links.values()].map((link) => [link.watcherId, this.#entryOf(link, manyFreeze)]));
    const rows = [...this.#entries.values()].map(({ row }) => row).toSorted(byConcern);
    const before = this.#view.get().rows;
    if (rows.length === before.length && rows.every((row, index) => row === before[index])) return;
    this.#view.set({ rows, counts: countVerdicts(rows.map(({ verdict }) => verdict)) });
  }

  #follow(): void {
    const links = this.#sources.links.get();
    this.#heard.keepOnly(new Set(links.map(({ linkId }) => linkId)));
    if (links.length === 0) {
      clearInterval(this.#timer);
      this.#timer = undefined;
    } else this.#timer ??= setInterval(() => this.read(), AUDIENCE_INTERVAL_MS);
    this.read();
  }

  #doManyFreeze(links: readonly LinkStanding[]): boolean {
    const nowMs = this.#now();
    const heard = links.filter(({ linkId }) => this.#heard.latest(linkId)?.report.page === 'shown');
    const freezing = heard.filter((link) => freezes(this.#freezesOf(link, this.#stateSinceMs(link, nowMs), nowMs)));
    return freezing.length >= MANY && freezing.length * 2 >= heard.length;
  }

  #stateSinceMs({ watcherId, linkId, state }: LinkStanding, nowMs: number): number {
    const before = this.#entries.get(watcherId);
    return before?.state === state && before.linkId === linkId ? before.stateSinceMs : nowMs;
  }

  #freezesOf({ linkId }: LinkStanding, stateSinceMs: number, nowMs: number): number {
    return this.#heard.freezes(linkId, stateSinceMs + SETTLING_MS, nowMs);
  }

  #entryOf(link: LinkStanding, manyFreeze: boolean): Entry & { readonly state: LinkStanding['state'] } {
    const { watcherId, linkId, state } = link;
    const nowMs = this.#now();
    const before = this.#entries.get(watcherId);
    const stateSinceMs = this.#stateSinceMs(link, nowMs);
    const report = this.#heard.latest(linkId)?.report ?? null;
    const steady = settle(before?.steady ?? null, judge(this.#factsOf(link, stateSinceMs, manyFreeze)), nowMs);
    const layer = this.#sources.fanOut.get().layers.get(linkId) ?? null;
    const { number, sinceMs } = this.#placeOf(watcherId, before !== undefined);
    const row: AudienceRow = { watcherId, number, sinceMs, verdict: steady.verdict, report, layer };
    return { linkId, state, stateSinceMs, steady, row: before && isSameRow(before.row, row) ? before.row : row };
  }

  #factsOf(link: LinkStanding, stateSinceMs: number, manyFreeze: boolean): WatcherFacts {
    const { linkId, state, cap } = link;
    const nowMs = this.#now();
    const heard = this.#heard.latest(linkId);
    const { uplinkKbps, layers } = this.#sources.fanOut.get();
    return {
      link: state,
      inStateMs: nowMs - stateSinceMs,
      report: heard?.report ?? null,
      reportAgeMs: heard ? nowMs - heard.atMs : 0,
      recentFreezes: this.#freezesOf(link, stateSinceMs, nowMs),
      manyFreeze,
      layer: layers.get(linkId) ?? null,
      cap: cap === 'sound' ? 0 : cap,
      uplinkLimits: uplinkKbps !== null || this.#sources.limitKbps() !== null,
      // Who wants only sound misses no picture.
      hasPicture: cap !== 'sound' && this.#sources.hasPicture(),
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
