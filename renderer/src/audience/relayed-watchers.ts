/** The watchers of the relay, as far as the service names them, as the audience reads links. */
import type { RelayDigest, WatcherId, WatcherReport } from '@lectern/protocol';
import { Store, type ReadableStore } from '@lectern/state';
import { TOP_LAYER } from '@lectern/steering';
import type { RelayState } from '../fan-out/relay-fan-out.ts';
import { ReportHistory } from '../fan-out/report-history.ts';
import type { AudienceLink } from './audience.ts';

export class RelayedWatchers {
  readonly #links = new Store<readonly AudienceLink[]>([]);
  #watchers: ReadonlyMap<WatcherId, RelayedWatcher> = new Map();
  #digest: RelayDigest | null = null;

  constructor(state: ReadableStore<Pick<RelayState, 'digest'>>) {
    state.subscribe(() => {
      const { digest } = state.get();
      if (digest !== this.#digest) this.#update(digest);
    });
  }

  get links(): ReadableStore<readonly AudienceLink[]> {
    return this.#links;
  }

  #update(digest: RelayDigest | null): void {
    this.#digest = digest;
    this.#watchers = new Map(
      digest?.first.map(({ watcherId, report }) => {
        const watcher = this.#watchers.get(watcherId) ?? new RelayedWatcher(watcherId);
        if (report) watcher.note(report);
        return [watcherId, watcher];
      }),
    );
    this.#links.set([...this.#watchers.values()]);
  }
}

class RelayedWatcher implements AudienceLink {
  readonly watcherId: WatcherId;
  readonly state = 'connected';
  readonly stateSinceMs = performance.now();
  /** The relay chooses its layer, and its watcher tells the relay what it wants. */
  readonly layer = null;
  readonly highest = TOP_LAYER;
  readonly ownTurn = null;
  readonly reports = new ReportHistory();
  #counted: WatcherReport | null = null;

  constructor(watcherId: WatcherId) {
    this.watcherId = watcherId;
  }

  /** A digest may come twice between two reports: the freezes in one count once. */
  note(report: WatcherReport): void {
    const isSame = JSON.stringify(report) === JSON.stringify(this.#counted);
    this.reports.add(isSame ? { ...report, freezes: 0 } : report, performance.now());
    this.#counted = report;
  }
}
