/**
 * Reports to the service every ten seconds: counts of the room's links, for its admin's figures, and
 * the uplink, by which it decides whether the room needs its relay.
 */
import type { RoomReport, UplinkReport } from '@lectern/protocol';
import type { LinkState } from '@lectern/rtc';
import type { ReadableStore } from '@lectern/state';
import type { LinkTally } from '../fan-out/link-tally.ts';
import type { ReportHistory } from '../fan-out/report-history.ts';
import { ROOM_REPORT_INTERVAL_MS } from '../policy/session.ts';

/** The first version of the protocol with `room:report`. */
const SINCE_VERSION = 3;

interface ReportedLink {
  readonly state: LinkState;
  readonly reports: Pick<ReportHistory, 'latest'>;
}

export interface RoomReportsOptions {
  readonly links: { readonly watched: ReadableStore<readonly ReportedLink[]>; readonly tally: LinkTally };
  readonly uplink: () => UplinkReport;
  /** The protocol version agreed on; null unless the room is open and live. */
  readonly version: () => number | null;
  readonly send: (report: RoomReport) => Promise<unknown>;
}

export class RoomReports {
  readonly #options: RoomReportsOptions;
  readonly #timer: ReturnType<typeof setInterval>;

  constructor(options: RoomReportsOptions) {
    this.#options = options;
    this.#timer = setInterval(() => void this.#report(), ROOM_REPORT_INTERVAL_MS);
  }

  close(): void {
    clearInterval(this.#timer);
  }

  async #report(): Promise<void> {
    const { links, uplink, version, send } = this.#options;
    if ((version() ?? 0) < SINCE_VERSION) return;
    const connected = links.watched.get().filter(({ state }) => state === 'connected');
    const turn = connected.filter(({ reports }) => reports.latest?.report.route === 'turn').length;
    const events = links.tally.reset();
    try {
      await send({ direct: connected.length - turn, turn, ...events, uplink: uplink() });
    } catch {
      // The client has logged it. The next report contains these events.
      links.tally.add(events);
    }
  }
}
