/**
 * Every delay, pace and limit of the service that is not a setting, each with its reason. Tests
 * shorten those of `Policy`; the other constants are fixed. Parts are in files beside it. It
 * imports nothing else of the service, so every folder may import it.
 */
import type { Arrival, Pace } from '@lectern/protocol';
import { provider, type ProviderPolicy } from './provider-policy.ts';
import { relay, type RelayPolicy } from './relay-policy.ts';
import { room, type RoomPolicy } from './room-policy.ts';

export * from './cluster-policy.ts';
export type { ProviderPolicy } from './provider-policy.ts';
export type { RelayPolicy } from './relay-policy.ts';
export type { MailboxLimits, RoomPolicy } from './room-policy.ts';

/** Beyond any of these the service is under load, and refuses. */
export interface LoadLimit {
  /** How late the event loop is, twice in a row. The client gets an answer that says when to return. */
  readonly lagMs: number;
  /** From here on even that answer costs too much: the WebSocket is refused unread (503). */
  readonly unreadLagMs: number;
  /** Used heap as a share of what Node may use. */
  readonly heap: number;
}

const door = {
  /**
   * Open sockets of one address. Hundreds of watchers behind one address (a school) are ordinary.
   */
  socketsPerAddress: 2_000,
  /**
   * Open connections of all clients, also those that have sent nothing. Ten thousand watchers on one
   * instance are measured (`bench -- signaling`), about 15 KB each; browsers have some more beside.
   */
  maxConnections: 12_000,
  /** A browser sends its request at once. Later, the connection is closed (408). */
  headersWithinMs: 10_000,
  /** The whole request. Only a sign-in has a body, of some kilobytes. */
  requestWithinMs: 15_000,
  requestsCheckedEveryMs: 1_000,
  /**
   * The load from which each kind of client is refused. Those without a picture to lose go first;
   * the presenter, whom all others need, last. V8 spends much time on collecting garbage from about
   * four fifths of its heap on.
   */
  load: {
    'new-watcher': { lagMs: 200, unreadLagMs: 400, heap: 0.8 },
    'new-presenter': { lagMs: 300, unreadLagMs: 600, heap: 0.85 },
    'returning-watcher': { lagMs: 400, unreadLagMs: 800, heap: 0.9 },
    'returning-presenter': { lagMs: 1_000, unreadLagMs: 2_000, heap: 0.95 },
  } satisfies Record<Arrival, LoadLimit> as Readonly<Record<Arrival, LoadLimit>>,
  /** Between two of the service's own joins, whose last result `/readyz` answers. */
  selfJoinMs: 10_000,
  /** After one that has failed. */
  selfJoinAgainMs: 1_000,
  /** `Retry-After` of a refusal under load or while stopping: by then a herd after a restart has thinned out. */
  retryAfterS: 2,
  /**
   * Watchers that wait on their sockets for rooms to be opened: as many as there can be sockets of
   * three schools. Each takes about 200 bytes beside its socket.
   */
  maxAwaiting: 6_000,
  /** New sockets of one address in a minute: a reconnect of all of them, and half again. */
  connectionsPerMinute: 3_000,
  /** Unknown rooms of one address in a minute. Beyond it the reason is withheld. */
  failuresPerMinute: 30,
  /** Wrong presenter keys of one address in a minute. Beyond it answers are late and without a reason. */
  wrongKeysPerMinute: 30,
  /** How late: a person hardly minds, and a program that guesses gets nowhere. */
  lateAnswerMs: 1_500,
  /** Late answers of one address under way at once. Presenters behind one address are few. */
  lateAnswersPerAddress: 10,
  /**
   * Handshakes on one connection, accepted or refused. A page makes one and reconnects for the
   * next.
   */
  handshakesPerConnection: 10,
  /** Rooms one address may open in a minute that the service does not hold yet. */
  newRoomsPerMinute: 30,
  /** Log lines about proofs for other names, in a minute: anybody can cause them. */
  otherNameWarningsPerMinute: 10,
  /**
   * Work that one presenter's connection may cause, in messages: every message is one, and every
   * `bytesPerWork` of its length another. It sends offers and candidates for the whole room.
   */
  presenterWork: { burst: 8_000, perSecond: 400 } satisfies Pace,
  /** A room with more seats: opening it again, a presenter sends an offer and its candidates for each. */
  presenterWorkPerSeat: 30,
  /** The same for a watcher: one round with its candidates is about twenty messages. */
  watcherWork: { burst: 200, perSecond: 20 } satisfies Pace,
  /** Reading so many bytes takes the service about as long as a small message. */
  bytesPerWork: 4_096,
  /** One message of a watcher: an answer may have 32 KiB, more in JSON. */
  watcherMessageBytes: 49_152,
  /** Messages refused as too many before the connection is closed: it does not stop. */
  refusedMessages: { burst: 100, perSecond: 1 } satisfies Pace,
  /**
   * Openings of one room in a minute. Opening compares all links that the presenter holds; its app
   * opens once for each connection.
   */
  openingsPerMinute: 10,
  /**
   * Bytes that wait in the service for one watcher until it reads them. An offer with its candidates
   * is about 10 KB, so a watcher this far behind has stopped reading.
   */
  watcherWaitingBytes: 1_048_576,
  /** The same for a presenter: the answers and candidates of 300 watchers that join at once. */
  presenterWaitingBytes: 4_194_304,
  /**
   * Bytes that wait for all clients together, present or absent. Beyond it no new watcher is
   * admitted, nothing more is kept for absent clients, and slow readers are disconnected earlier.
   */
  waitingBytesOfAll: 67_108_864,
  /** What may wait for one client then. */
  waitingBytesWhenFull: 65_536,
  /**
   * Unknown events accepted from one socket. A newer client may send a few; more is not a client of
   * ours.
   */
  unknownEvents: 10,
  /**
   * Between two lookups of this machine's own address, while a watch link contains it. A lookup
   * costs some tens of microseconds and sends nothing; a presenter waits for the link in a new
   * network.
   */
  ownAddressMs: 2_000,
};

/** When the clients of an instance that has died come back. */
const returns = {
  /**
   * At this rate one core is half idle: a join takes about 1 ms (`bench -- signaling`), and the
   * instance to which they return has clients of its own.
   */
  perSecond: 500,
  /**
   * No picture waits longer than this for its service. A watcher's seat is kept for three times as
   * long, so a second attempt still finds it.
   */
  longestMs: 10_000,
  /** Clients that return within a shorter time are no crowd: while it grows up to this, they are not notified. */
  leastChangedMs: 500,
  /** Before a client that was refused under load returns: by then the loop has caught up. */
  shortestWaitMs: 500,
};

const turn = {
  /**
   * TURN credentials a room may cause in a minute, for each of its seats: an audience that comes at
   * once takes two for each, and each round of a link another two.
   */
  perSeatAndMinute: 4,
  /** A small room may lose its whole audience and get it back, several times. */
  leastPerRoomAndMinute: 120,
  /** Credentials that a URL gives. No join waits for them. */
  fetch: {
    timeoutMs: 10_000,
    /** The largest known answer is about 2 KB. */
    maxBytes: 65_536,
    /** The pause after a failure. The credentials before are good for most of their time. */
    retryMs: { first: 2_000, longest: 60_000 },
  },
};

/** Several instances behind a balancer that hashes, without Redis. */
const balancer = {
  /** Between two looks at where the balancer sends rooms: a newcomer of a room that has moved waits so long. */
  askEveryMs: 1_000,
  /** Asked each time: of some thousand rooms that move one by one, the last is found after minutes. */
  roomsInTurn: 2,
  /** Asked each time as well. With two instances, a new one is found within two looks 94 times in 100. */
  hintsAtRandom: 2,
  /** Through the balancer and back takes some milliseconds. */
  answerWithinMs: 1_000,
  /** So many questions in a row without an answer are worth a line in the log. */
  silentAfter: 8,
  /** While it asks about all rooms: a thousand take about a second. */
  askedAtOnce: 16,
  /** A balancer that has just seen an instance come or go may change its choice. */
  askAgainAfterMs: 300,
  /** An instance that has not answered for this long counts as new: the balancer may have left it out meanwhile. */
  newAfterMs: 10_000,
  /** Between two rooms that are handed over: as when an instance is stopped, a herd must not come in one moment. */
  betweenRoomsMs: 20,
  /** Their newcomers wait for the last one of many rooms no longer than this. */
  allRoomsWithinMs: 5_000,
  /** A presenter's socket is closed this much before those of its watchers. */
  presenterFirstMs: 20,
  /** A balancer that does not hash would send a room to and fro. */
  handedOverAgainMs: 60_000,
};

export type BalancerPolicy = Readonly<typeof balancer>;
export type TurnPolicy = Readonly<typeof turn>;
export type DoorPolicy = Readonly<typeof door>;
export type ReturnPolicy = Readonly<typeof returns>;

export interface Policy {
  readonly room: RoomPolicy;
  readonly door: DoorPolicy;
  readonly returns: ReturnPolicy;
  readonly provider: ProviderPolicy;
  readonly turn: TurnPolicy;
  readonly balancer: BalancerPolicy;
  readonly relay: RelayPolicy;
}

export const defaultPolicy: Policy = { room, door, returns, provider, turn, balancer, relay };

/**
 * A dead socket is noticed after ping interval and timeout together. Pings are most of what idle
 * sockets cost (`bench -- signaling`); no picture waits for them, since media has its own checks.
 */
export const PING_INTERVAL_MS = 10_000;
export const PING_TIMEOUT_MS = 5_000;
/** Time to send the handshake after the WebSocket has opened. */
export const HANDSHAKE_TIMEOUT_MS = 8_000;
/**
 * The health command gives up by then: before the container engine, which ends it after 5 s and
 * reads no reason.
 */
export const HEALTH_TIMEOUT_MS = 4_000;
/**
 * Between two looks at the admin's files. A key that is missing at two of them is revoked, so it is
 * refused within five seconds, also by the other instances that read the file.
 */
export const CHANGED_FILE_CHECK_MS = 2_000;
/** Admin commands that are under way at once. People type them. */
export const CONTROL_CONNECTIONS = 8;
/** An admin command that takes longer has failed. */
export const CONTROL_TIMEOUT_MS = 10_000;
/**
 * How long after its end a token of a watcher still gives back the seat that its room keeps for it:
 * an hour in which the service was away, or by which its clock was set, and the token's own time.
 */
export const LATE_TOKEN_MS = 7_200_000;
/** How long the token key before a rotation is accepted: no token lives longer than a day. */
export const OLD_TOKEN_KEY_MS = 86_400_000;
/**
 * A stop closes all connections within this time, room by room. Longer, and people would wait for
 * the next instance while this one still goes.
 */
export const LEAVE_WITHIN_MS = 1_000;
/**
 * With `LECTERN_DRAIN_S`: balancers that check every second have noticed by then that the instance
 * accepts no newcomers.
 */
export const DRAIN_BEGINS_AFTER_MS = 3_000;
/** All sockets of one room are closed within this time, so that its clients meet again elsewhere. */
export const ROOM_LEAVES_WITHIN_MS = 500;
/** After a WebSocket has been closed, its client answers within a round trip. */
export const ANSWER_END_WITHIN_MS = 300;
/** A stop that takes longer, after the time to empty the instance, is cut short. */
export const STOP_TIMEOUT_MS = 1_900;
/**
 * A join over loopback takes some tens of milliseconds; if one takes this long, people have left.
 */
export const SELF_JOIN_WITHIN_MS = 5_000;

/**
 * Watchers remembered in a room as removed, or as let in. Far more than a presenter decides about by
 * hand while a token is valid.
 */
export const MAX_REMEMBERED_WATCHERS = 4_096;
/** People listed for the admin since the start, who have signed in with the identity provider. */
export const MAX_SEEN_SUBJECTS = 10_000;
/**
 * Keys counted in one window of a limit. Beyond it the oldest is forgotten: a flood of addresses
 * must not cost memory.
 */
export const MAX_COUNTED_KEYS = 100_000;
