/** Every delay and limit between instances, and with Redis: a part of `policy.ts`. */

/**
 * Between instances: a call without a reply has failed. Its client tries again after about as long.
 */
export const FAR_CALL_MS = 5_000;
/** An instance that has not answered an admin's command by then is listed as not answering. */
export const ADMIN_CALL_MS = 2_000;
/**
 * The connections of clients whose room has moved close within this time. It only keeps them from
 * closing in one turn: each client spreads its own return over the time that it has been named
 * (`returns`), and one of version 2, which has none, over half a second.
 */
export const SENT_BACK_WITHIN_MS = 200;
/**
 * For this long after a room has lost its instance, no door calls it unknown. The clients of an
 * instance that has died come back within 10 s (`returns.longestMs`), and the presenters first.
 */
export const ROOM_MOVES_WITHIN_MS = 15_000;
/**
 * How many clients that have waited at a door for the death of their room's owner are let in at a
 * time. Each takes a millisecond or two; all at once would make the service refuse those who come
 * meanwhile.
 */
export const RESUMED_CALLS = { atOnce: 10, everyMs: 10 };
/** A message that was lost last is noticed within this time. */
export const WIRE_TICK_MS = 1_000;
/**
 * Messages of an instance to itself, one each tick, that may be under way: older ones count as
 * lost.
 */
export const MAX_WIRE_PROBES = 10;
/** Bytes on their way to one instance. Beyond it, frames are dropped, and its clients come back. */
export const WIRE_WAITING_BYTES = 16_777_216;

/** An attempt to reach Redis that takes longer has failed: it is in the same network. */
export const REDIS_CONNECT_WITHIN_MS = 1_000;
/**
 * How long a start waits for Redis before it listens, so that no clients are refused on a machine
 * that boots together with its Redis. After that the service starts without Redis: it serves its
 * page, and rooms as soon as Redis answers.
 */
export const REDIS_AT_START_MS = 5_000;
/**
 * Redis answers in well under a millisecond. Without an answer by then, it is frozen or
 * unreachable.
 */
export const REDIS_ANSWER_WITHIN_MS = 1_000;
/** Between two checks whether Redis answers. */
export const REDIS_PING_MS = 500;
/** Between two attempts to reach Redis. Rooms wait for it, so it is never left alone for long. */
export const REDIS_RETRY_MS = { first: 50, longest: 500 };
/**
 * Commands that may wait for their answers at once: some of every client. With more, Redis is too
 * slow.
 */
export const REDIS_MAX_UNANSWERED = 20_000;
/**
 * Lifetime of an instance's key in Redis, and of its lease. A pause for garbage collection is far
 * shorter. Where a machine or its network has died, another instance sees it as soon as the key has
 * expired, within 3 s.
 */
export const ALIVE_MS = 2_500;
/** Between two heartbeats of an instance: four may fail. */
export const BEAT_MS = 500;
/**
 * Lifetime of the key of an instance that nothing reaches: its connections to Redis have closed, as
 * those of a process do that has ended. One that is alive beats meanwhile, or gives up its lease.
 */
export const SUSPECTED_MS = 750;
/**
 * How long after the expiry of another instance's key a beat comes to see it: clocks count whole
 * milliseconds.
 */
export const GONE_AFTER_MS = 5;
/**
 * After Redis has been away for all, the instances that are alive write their rooms again within
 * this time (`REDIS_RETRY_MS.longest`, and one beat) before others may claim them.
 */
export const SETTLE_MS = 1_000;
/**
 * How long Redis keeps the note that a room was taken: its instance reads it with its next beat.
 */
export const TAKEN_MS = 60_000;
/** A claim waits for `SETTLE_MS` at most once, and for a beat once or twice. */
export const CLAIM_ATTEMPTS = 4;
/**
 * Addresses and identities whose rooms an instance reports to the others with each heartbeat: a
 * thousand rooms of different presenters. About 50 KB; it counts the rest for itself.
 */
export const MAX_SHARED_HOLDERS = 2_000;
/** Owners of rooms remembered at a door, so that a join costs no question to Redis. */
export const MAX_REMEMBERED_OWNERS = 20_000;
/**
 * Between two reports of what an instance has counted for limits: what comes meanwhile is counted
 * for this instance alone. Limits are per minute.
 */
export const COUNTS_EVERY_MS = 100;
/** Counters in one report: it takes Redis well under a millisecond. */
export const COUNTS_AT_ONCE = 500;
