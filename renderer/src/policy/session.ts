/** Delays and limits of the presenter’s conversation with the service. */

/**
 * Before the room is opened again after a refusal that may pass, such as a service that is full.
 * Random: after a restart many presenters are refused together.
 */
export const REOPEN_DELAY_MS = { min: 3_000, max: 6_000 };

/**
 * The same for a room that moves between instances of the service: it has another one within
 * seconds.
 */
export const REOPEN_MOVING_MS = { min: 500, max: 1_500 };

/**
 * Rooms whose link was replaced that say so at once. Each holds a connection to the service; older
 * ones are silent.
 */
export const MAX_WITHDRAWN_ROOMS = 5;

/**
 * Before another link is prepared after one has failed: the next attempt would probably fail the
 * same way.
 */
export const PREPARE_RETRY_DELAY_MS = 5_000;

/**
 * The service is back within this time, or its absence is shown: after it has said that it is being
 * stopped, and after a connection was cut. Proxies that cut let the next one through at once.
 */
export const SERVICE_RETURN_MS = { announcement: 6_000, cut: 3_000 };

/** How often the service gets counts of the room's links. Its figures are read about as often. */
export const ROOM_REPORT_INTERVAL_MS = 10_000;

/**
 * Removed watchers are remembered over restarts of the app: longer than an admin lets tokens live.
 */
export const REMOVAL_KEPT_MS = 86_400_000;
