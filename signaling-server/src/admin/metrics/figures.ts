/**
 * What the service counts about its rooms, clients and links. Everything is a number with labels of
 * closed sets: no address, room, link or person can appear.
 */
import { arrivals, errorCodes, requests, Route, type Arrival, type ErrorCode } from '@lectern/protocol';
import type { RequestName, Role, RoomReport } from '@lectern/protocol';
import {
  entries,
  limits,
  signInOutcomes,
  type DoorObserver,
  type JoinOutcome,
  type Limit,
  type SignInOutcome,
} from '../../door/door-observer.ts';
import type { RoomObserver } from '../../room/room-observer.ts';
import { ClusterFigures } from './cluster-figures.ts';
import { Counter, Gauge, Histogram, type Metric } from './metric.ts';

const namesIn = <T extends object>(table: T) => Object.keys(table) as (keyof T & string)[];

const codes = namesIn(errorCodes);
const roles = ['presenter', 'watcher'] as const;

/** In seconds. A picture within one second is what people expect; after ten they have left. */
const PICTURE_BOUNDS_S = [0.1, 0.2, 0.3, 0.5, 0.75, 1, 1.5, 2, 3, 5, 10, 30];
/** In seconds. From 0.2 on, newcomers are refused. */
const LAG_BOUNDS_S = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.4, 1, 2.5];
const SELF_JOIN_BOUNDS_S = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

export class Figures implements RoomObserver, DoorObserver {
  readonly cluster = new ClusterFigures();
  readonly #handshakes = new Counter(
    { name: 'lectern_joins_total', help: 'Handshakes decided, by role and outcome.' },
    { role: [...roles, 'unknown'], outcome: [...entries, ...codes] },
  );
  readonly #requests = new Counter(
    { name: 'lectern_requests_total', help: 'Requests answered, by name and outcome.' },
    { request: namesIn(requests), outcome: ['ok', ...codes] },
  );
  readonly #limits = new Counter(
    { name: 'lectern_limits_total', help: 'Connections refused or closed because of a limit.' },
    { limit: limits },
  );
  readonly #load = new Counter(
    { name: 'lectern_refused_for_load_total', help: 'Clients refused while the service was under load.' },
    { arrival: arrivals },
  );
  readonly #signIns = new Counter(
    { name: 'lectern_sign_ins_total', help: 'Sign-ins with the identity provider, by outcome.' },
    { outcome: signInOutcomes },
  );
  readonly #pictures = new Histogram(
    {
      name: 'lectern_time_to_connect_seconds',
      help: 'From the opening of a watcher’s first link to its first picture.',
    },
    { route: Route.options },
    PICTURE_BOUNDS_S,
  );
  readonly #recoveries = new Counter(
    { name: 'lectern_recoveries_total', help: 'Links that were interrupted and connected again.' },
    {},
  );
  readonly #freezes = new Counter(
    { name: 'lectern_freezes_total', help: 'Freezes of the picture that watchers have reported.' },
    {},
  );
  readonly #streams = new Counter(
    { name: 'lectern_stream_changes_total', help: 'Streams of other programs that have begun, and that have ended.' },
    { change: ['began', 'ended'] },
  );
  readonly #credentials = new Counter(
    { name: 'lectern_turn_credentials_total', help: 'TURN credentials issued, by the end that got them.' },
    { role: roles },
  );
  readonly #lag = new Histogram(
    { name: 'lectern_loop_lag_seconds', help: 'How late turns of the event loop were, twenty a second.' },
    {},
    LAG_BOUNDS_S,
  );
  readonly #selfJoins = new Histogram(
    { name: 'lectern_self_join_seconds', help: 'How long the service’s own joins took.' },
    { outcome: ['ok', 'failed'] },
    SELF_JOIN_BOUNDS_S,
  );
  readonly #open: Record<Role, number> = { presenter: 0, watcher: 0 };
  readonly #metrics: Metric[];

  constructor() {
    const sockets = new Gauge(
      { name: 'lectern_sockets', help: 'Clients that are connected now, by role.' },
      { role: roles },
      () => roles.map((role) => [{ role }, this.#open[role]] as const),
    );
    this.#metrics = [
      this.#handshakes,
      this.#requests,
      this.#limits,
      this.#load,
      this.#signIns,
      this.#pictures,
      this.#recoveries,
      this.#freezes,
      this.#streams,
      this.#credentials,
      this.#lag,
      this.#selfJoins,
      sockets,
      ...this.cluster.metrics,
    ];
  }

  /** Metrics that are read where they arise. */
  add(metrics: readonly Metric[]): void {
    this.#metrics.push(...metrics);
  }

  get metrics(): readonly Metric[] {
    return this.#metrics;
  }

  handshaken(role: Role | 'unknown', outcome: JoinOutcome): void {
    this.#handshakes.add({ role, outcome });
  }

  socketOpened(role: Role): void {
    this.#open[role] += 1;
  }

  socketClosed(role: Role): void {
    this.#open[role] -= 1;
  }

  requested(request: RequestName, outcome: 'ok' | ErrorCode): void {
    this.#requests.add({ request, outcome });
  }

  limitHit(limit: Limit): void {
    this.#limits.add({ limit });
  }

  refusedForLoad(arrival: Arrival): void {
    this.#load.add({ arrival });
  }

  signedIn(outcome: SignInOutcome): void {
    this.#signIns.add({ outcome });
  }

  firstPicture(afterMs: number, route: Route): void {
    this.#pictures.observe({ route }, afterMs / 1000);
  }

  reported({ recoveries, freezes }: Pick<RoomReport, 'recoveries' | 'freezes'>): void {
    this.#recoveries.add({}, recoveries);
    this.#freezes.add({}, freezes);
  }

  streamed(change: 'began' | 'ended'): void {
    this.#streams.add({ change });
  }

  turnCredentialIssued(role: Role): void {
    this.#credentials.add({ role });
  }

  loopTurned(lateMs: number): void {
    this.#lag.observe({}, lateMs / 1000);
  }

  selfJoined(outcome: 'ok' | 'failed', tookMs: number): void {
    this.#selfJoins.observe({ outcome }, tookMs / 1000);
  }
}
