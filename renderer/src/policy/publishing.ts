/** Delays of publishing to another server. */

/** After an attempt that failed: each pause is twice as long as the one before. */
export const PUBLISH_RETRY_MS = { first: 1_000, longest: 30_000 };

/** Many apps that lose one server do not come back together. */
export const PUBLISH_RETRY_JITTER = { min: 0.8, max: 1.2 };

/** ICE and DTLS need less on a bad line. */
export const PUBLISH_CONNECT_MS = 15_000;

/** A path on which nothing comes back for this long is lost. ICE itself needs 15 s more. */
export const PUBLISH_LOST_MS = 5_000;

/** Candidates that are found together go together: each request to the server costs a round trip. */
export const CANDIDATES_TOGETHER_MS = 100;
