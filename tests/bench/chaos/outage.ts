/** Times on this machine's clock, in milliseconds since 1970: clients and the test are several processes. */

/** A client's time without the service. */
export interface Outage {
  readonly role: 'presenter' | 'watcher';
  readonly fromMs: number;
  /** Back in its room. Null for one that is still away. */
  readonly toMs: number | null;
}

/** What the clients of one process have seen. */
export interface CrowdReport {
  readonly outages: readonly Outage[];
  /** Watchers that joined at all. */
  readonly joined: number;
  /** Links that were given up or replaced although both ends had them. */
  readonly linksRefused: number;
  /** Rooms that are not open and live, or that a watcher cannot enter. Only at the end. */
  readonly roomsLost: number;
}

/** The processes of the clients talk to the test in these. */
export type CrowdRequest =
  | { readonly type: 'fill'; readonly plan: CrowdPlan }
  | { readonly type: 'stop-changing' }
  | { readonly type: 'report' };

export type CrowdReply =
  | { readonly type: 'filled' }
  | { readonly type: 'stopped' }
  | { readonly type: 'report'; readonly report: CrowdReport };

export interface CrowdPlan {
  readonly url: string;
  readonly rooms: number;
  readonly watchers: number;
  /** Watchers that leave, and as many that come. */
  readonly changesPerSecond: number;
}
