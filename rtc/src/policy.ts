/** Every delay, timeout and back-off of signaling and links, the same for presenter and watcher. */
import type { Pace } from '@lectern/protocol';
import type { Range } from './random-between.ts';

/** A request without a reply by then counts as unanswered. */
export const REQUEST_TIMEOUT_MS = 8_000;

/** Socket.IO doubles its pause between attempts, with some jitter, from `first` up to `longest`. */
export const RECONNECT_DELAY_MS = {
  first: 300,
  /**
   * Packets on a dead route vanish silently: an attempt begun too early must not delay the next one
   * for long.
   */
  longest: 2_000,
};

/** One attempt to connect, handshake included. */
export const CONNECT_TIMEOUT_MS = 5_000;

/** After the service has closed the connection; Socket.IO does not reconnect by itself then. */
export const RECONNECT_AFTER_KICK_MS: Range = { min: 500, max: 2_000 };

/**
 * `disconnected` usually heals by itself: an outage of 10 s was measured to need no ICE restart.
 * `failed` never heals.
 */
export const HEALING_MS = 2_000;

/**
 * The pause before each ICE restart of an interrupted link. After the last one the link is given
 * up.
 */
export const RESTART_DELAYS_MS: readonly number[] = [0, 2_000, 4_000, 8_000];

/**
 * How long a link may look for a direct path before TURN is used as well. Over a line with a round trip
 * of 300 ms the path is there after one second; where there is none, this delays the picture.
 */
export const DIRECT_PATH_MS = 1_500;

/** A restart waits this long for fresh credentials. Those at hand are hardly ever older than half of their time. */
export const FRESH_SERVERS_MS = 700;

/**
 * Restarts of one link. Recovery needs a few close together; a watcher can cause no more by
 * its messages.
 */
export const RESTART_PACE: Pace = { burst: 10, perSecond: 0.5 };
