/**
 * Who watches, how well each watcher is served, and since when. Updated once a second while anyone
 * watches.
 */
import type { TurnReason, WatcherId, WatcherReport } from '@lectern/protocol';
import { Store, type ReadableStore } from '@lectern/state';
import type { LayerIndex } from '@lectern/steering';
import type { DirectLink } from '../fan-out/direct-link.ts';
import { AUDIENCE_INTERVAL_MS, SETTLING_MS } from '../policy/audience.ts';
import { countVerdicts, type VerdictCounts } from './verdict-counts.ts';
import { settle, type SteadyVerdict } from './steady-verdict.ts';
import { hasFreezes, judge, type Verdict, type WatcherFacts } from './verdict.ts';

/** A watcher's link, as the audience reads it. */
export type AudienceLink = Pick<
  DirectLink,
  'watcherId' | 'state' | 'stateSinceMs' | 'highest' | 'layer' | 'ownTurn' | 'reports'
>;

/** One watcher for display: the same object until one of its fields changes. */
export interface AudienceRow {
  readonly watcherId: WatcherId;
  /** In order of joining; a watcher who comes back keeps its number. */
  readonly number: number;
  /** When the watcher joined, in milliseconds since 1970. */
  readonly sinceMs: number;
  readonly verdict: Verdict;
  readonly report: WatcherReport | null;
  readonly layer: LayerIndex | null;
  /** Why the presenter's end of the link would use TURN; null where it has no reason of its own. */
  readonly ownTurn: TurnReason | null;
}

export interface AudienceView {
  /** The most concerning verdicts first, then by number. */
  readonly rows: readonly AudienceRow[];
  readonly counts: VerdictCounts;
}

export interface AudienceOptions {
  /** Direct links, and those of the relay. */
  readonly links: readonly ReadableStore<readonly AudienceLink[]>[];
  /** Whether the presenter's own uplink may be what keeps watchers on low layers. */
  readonly isUplinkLimited: () => boolean;
  readonly hasPicture: () => boolean;
}

/** What is remembered of a watcher who is there. */
interface Attendance {
  readonly steady: SteadyVerdict;
  readonly row: AudienceRow;
  /** Since when none of its links has connected, by `performance.now()`; null once one has. */
  readonly unreachedSinceMs: number | null;
}

/** Watchers who freeze together, if they are half of all, suggest a cause on our side. */
const MIN_FREEZING = 2;

const byUrgency: readonly Verdict[] = [
  'no-path',
  'bad-line',
  'slow-device',
  'reconnecting',
  'joining',
  'silent',
  'hidden',
  'fine',
];

export class Audience {
  readonly #options: AudienceOptions;
  readonly #view = new Store<AudienceView>({ rows: [], counts: countVerdicts([]) });
  /** Of everyone who has ever watched in this run. */
  readonly #joined = new Map<WatcherId, { readonly number: number; sinceMs: number }>();
  #present: ReadonlyMap<WatcherId, Attendance> = new Map();
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(options: AudienceOptions) {
    this.#options = options;
    for (const links of options.links) links.subscribe(() => this.#handleLinks());
  }

  get view(): ReadableStore<AudienceView> {
    return this.#view;
  }

  get #links(): readonly AudienceLink[] {
    return this.#options.links.flatMap((links) => links.get());
  }

  #handleLinks(): void {
    if (this.#links.length === 0) {
      clearInterval(this.#timer);
      this.#timer = undefined;
    } else this.#timer ??= setInterval(() => this.#update(), AUDIENCE_INTERVAL_MS);
    this.#update();
  }

  #update(): void {
    const links = new Map<WatcherId, AudienceLink>();
    for (const link of this.#links) if (link.watcherId !== null) links.set(link.watcherId, link);
    const nowMs = performance.now();
    const manyFreeze = doManyFreeze([...links.values()], nowMs);
    this.#present = new Map(
      [...links].map(([watcherId, link]) => [watcherId, this.#attendanceOf(watcherId, link, { nowMs, manyFreeze })]),
    );
    const rows = [...this.#present.values()].map(({ row }) => row).toSorted(compareRows);
    const before = this.#view.get().rows;
    if (rows.length === before.length && rows.every((row, index) => row === before[index])) return;
    this.#view.set({ rows, counts: countVerdicts(rows.map(({ verdict }) => verdict)) });
  }

  #attendanceOf(watcherId: WatcherId, link: AudienceLink, moment: Moment): Attendance {
    const before = this.#present.get(watcherId);
    const isReached = link.state === 'connected' || before?.unreachedSinceMs === null;
    const unreachedSinceMs = isReached ? null : (before?.unreachedSinceMs ?? moment.nowMs);
    const unreachedMs = unreachedSinceMs === null ? null : moment.nowMs - unreachedSinceMs;
    const facts = { ...this.#factsOf(link, moment), unreachedMs };
    const steady = settle(before?.steady ?? null, judge(facts), moment.nowMs);
    const report = link.reports.latest?.report ?? null;
    const { number, sinceMs } = this.#join(watcherId, before !== undefined);
    const row = {
      watcherId,
      number,
      sinceMs,
      verdict: steady.verdict,
      report,
      layer: link.layer,
      ownTurn: link.ownTurn,
    };
    return { steady, unreachedSinceMs, row: before && isSameRow(before.row, row) ? before.row : row };
  }

  #factsOf(link: AudienceLink, { nowMs, manyFreeze }: Moment): Omit<WatcherFacts, 'unreachedMs'> {
    const { state, stateSinceMs, highest, layer, reports } = link;
    return {
      link: state,
      inStateMs: nowMs - stateSinceMs,
      report: reports.latest?.report ?? null,
      reportAgeMs: reports.latest ? nowMs - reports.latest.atMs : 0,
      recentFreezes: recentFreezesOf(link, nowMs),
      manyFreeze,
      layer,
      highest: highest === 'sound' ? 0 : highest,
      isUplinkLimited: this.#options.isUplinkLimited(),
      hasPicture: highest !== 'sound' && this.#options.hasPicture(),
    };
  }

  #join(watcherId: WatcherId, isPresent: boolean): { readonly number: number; readonly sinceMs: number } {
    const joined = this.#joined.get(watcherId) ?? { number: this.#joined.size + 1, sinceMs: Date.now() };
    if (!isPresent) joined.sinceMs = Date.now();
    this.#joined.set(watcherId, joined);
    return joined;
  }
}

interface Moment {
  /** By `performance.now()`. */
  readonly nowMs: number;
  readonly manyFreeze: boolean;
}

const recentFreezesOf = ({ reports, stateSinceMs }: AudienceLink, nowMs: number): number =>
  reports.countFreezes(stateSinceMs + SETTLING_MS, nowMs);

function doManyFreeze(links: readonly AudienceLink[], nowMs: number): boolean {
  const visible = links.filter(({ reports }) => reports.latest?.report.page === 'shown');
  const freezing = visible.filter((link) => hasFreezes(recentFreezesOf(link, nowMs)));
  return freezing.length >= MIN_FREEZING && freezing.length * 2 >= visible.length;
}

const isSameRow = (a: AudienceRow, b: AudienceRow): boolean =>
  a.verdict === b.verdict &&
  a.report === b.report &&
  a.layer === b.layer &&
  a.ownTurn === b.ownTurn &&
  a.sinceMs === b.sinceMs;

const compareRows = (a: AudienceRow, b: AudienceRow): number =>
  byUrgency.indexOf(a.verdict) - byUrgency.indexOf(b.verdict) || a.number - b.number;
