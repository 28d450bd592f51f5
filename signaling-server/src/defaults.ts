/** How long things last and how much of them there may be. Not settings: tests shorten them, admins have no need to. */
import type { Pace } from '@lectern/protocol';

export interface Timing {
  /** A presenter's reconnect within this goes unnoticed. */
  readonly presenterGraceMs: number;
  /** Without its presenter for this long, a room has ended. */
  readonly presenterGoneMs: number;
  /** A watcher's seat and link are kept this long without its socket. */
  readonly watcherGraceMs: number;
  /** How long a prepared link waits to be claimed. */
  readonly preparedMs: number;
  /** How far a presenter's epoch may lie ahead of the service's clock. */
  readonly epochAheadMs: number;
}

export const defaultTiming: Timing = {
  presenterGraceMs: 2_000,
  presenterGoneMs: 600_000,
  watcherGraceMs: 30_000,
  preparedMs: 120_000,
  epochAheadMs: 60_000,
};

export interface Load {
  readonly preparedPerPresenter: number;
  readonly candidatesPerPrepared: number;
  /** Open sockets of one address. Three hundred students behind one are ordinary. */
  readonly socketsPerAddress: number;
  /** New sockets of one address in a minute. */
  readonly connectionsPerMinute: number;
  /** Joins of unknown rooms of one address in a minute; beyond, it is no longer told that they are unknown. */
  readonly failuresPerMinute: number;
  /** Handshakes on one connection, let in or refused, after which it is closed: a page makes one, and connects anew for the next. */
  readonly handshakesPerConnection: number;
  /** Rooms that one address may open anew in a minute. */
  readonly newRoomsPerMinute: number;
  /** Links that one watcher may be opened in a minute, whoever asked for them: each costs its presenter a connection. */
  readonly linksPerMinute: number;
  /** Restarts that one watcher may ask for in a minute: each costs its presenter a round. */
  readonly restartsPerMinute: number;
  /** Messages of one socket: so many at once, and refilled at this rate. A presenter trickles for the whole room. */
  readonly presenterMessages: Pace;
  readonly watcherMessages: Pace;
  /** Events outside the protocol after which a socket is closed. */
  readonly unknownEvents: number;
}

export const defaultLoad: Load = {
  preparedPerPresenter: 8,
  candidatesPerPrepared: 64,
  socketsPerAddress: 2_000,
  connectionsPerMinute: 3_000,
  failuresPerMinute: 30,
  handshakesPerConnection: 10,
  newRoomsPerMinute: 30,
  linksPerMinute: 30,
  restartsPerMinute: 30,
  presenterMessages: { burst: 8_000, perSecond: 400 },
  watcherMessages: { burst: 200, perSecond: 20 },
  unknownEvents: 10,
};
