/**
 * Times on this machine's clock, in milliseconds since 1970: clients and the test are several
 * processes.
 */

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
  | { readonly type: 'fill-bare'; readonly plan: BarePlan }
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
  /** The name of the instance to which the balancer sends all of these rooms; null: any. */
  readonly at: string | null;
}

/** Clients of a bare Socket.IO server, which has no rooms. */
export interface BarePlan {
  readonly url: string;
  readonly clients: number;
}

/**
 * From `sinceMs` until the client was back, for each outage. `nowMs`: for those that are still
 * away.
 */
export const timesSince = (outages: readonly Outage[], sinceMs: number, nowMs: number): number[] =>
  outages.map(({ toMs }) => Math.max(0, (toMs ?? nowMs) - sinceMs));
