/** Every delay, timeout and back-off of signaling and links, the same for presenter and watcher. */
import type { Pace } from '@lectern/protocol';
import type { Range } from './random-between.ts';

/** A request without a reply by then counts as unanswered. */
export const REQUEST_TIMEOUT_MS = 8_000;

/** The pause between attempts to connect doubles, from `first` up to `longest`. */
export const RECONNECT_DELAY_MS = {
  first: 300,
  /**
   * Packets on a dead route vanish silently: an attempt begun too early must not delay the next one
   * for long.
   */
  longest: 2_000,
  /** The same where a picture is missing. */
  longestUrgent: 1_000,
};

/**
 * Factor on each of these pauses, so that clients that lost their connections together spread out.
 */
export const RECONNECT_JITTER: Range = { min: 0.5, max: 1.5 };

/**
 * After the first attempt a client that may return late pauses at least for this part of the time
 * that the service has named. Otherwise those whose first attempt came while no service was up
 * would all try again in the moment in which it is back.
 */
export const LATE_RETRY_SHARE = 0.25;

/** One attempt to connect, handshake included. */
export const CONNECT_TIMEOUT_MS = 5_000;

/**
 * While a picture is missing, an attempt whose connection has not opened by then is replaced: its
 * packets may have gone into an outage, and are repeated after 1, 2 and 4 s only. Another one
 * beside it would wait for it, since browsers open one WebSocket to an address at a time (RFC 6455,
 * section 4.1). One value for each attempt in a row, then from the begin again; the longer ones are
 * for slow lines.
 */
export const OPEN_WITHIN_MS = [1_200, 1_200, 2_400, 1_200, 1_200, 5_000] as const;

/** The same for the answer to the handshake. Another attempt begins beside it. */
export const SECOND_ATTEMPT_MS = 1_200;

/** A connection that has not answered by then may be half-open: another is opened beside it. */
export const ANSWER_WITHIN_MS = 500;

/** The same for an ordinary request, where nothing else speaks for a fault. */
export const SILENT_REQUEST_MS = 2_500;

/**
 * A client on which others depend asks for a sign of life after this. The service's own pings come
 * every ten seconds.
 */
export const QUIET_AFTER_MS = 2_000;

/** A connection that has been silent for so long, although it was asked, is closed. */
export const GIVE_UP_SILENT_MS = 4_000;

/**
 * Factor on the timeouts for each time in a row that the service says that it is busy: an attempt
 * that is given up has cost it as much as one that succeeds.
 */
export const BUSY_TIMEOUT_GROWTH = 2;
/** Longer than this, a service is not busy but stuck. */
export const BUSY_TIMEOUT_FACTOR_MAX = 4;

/** After the service has closed the connection; Socket.IO does not reconnect by itself then. */
export const RECONNECT_AFTER_KICK_MS: Range = { min: 500, max: 2_000 };

/**
 * How long a link may look for a direct path before TURN is used as well. Over a line with a round
 * trip of 300 ms the path is there after one second; where there is none, this delays the picture.
 * A link that was connected has lost its picture, and waits less.
 */
export const DIRECT_PATH_MS = { first: 1_500, again: 800 };

/**
 * A repair waits this long for signaling and for fresh credentials, then goes on with those at
 * hand. They are hardly ever older than half of their time.
 */
export const SIGNALING_WAIT_MS = 700;

/**
 * An offer this young may still be answered: a restart that the other end asks for meanwhile would
 * only begin it again. Shorter than the pause before a watcher's second restart.
 */
export const OFFER_UNANSWERED_MS = 900;

/**
 * Links of one presenter that restart at the same time. Each makes an offer, gathers candidates and
 * asks for credentials; more at once would finish none of them sooner.
 */
export const RESTARTS_AT_ONCE = 12;

/**
 * Restarts of one link. Recovery needs a few close together; a watcher can cause no more by
 * its messages.
 */
export const RESTART_PACE: Pace = { burst: 10, perSecond: 0.5 };
