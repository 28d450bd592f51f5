/** Every timeout and limit of what both bridges do alike. */

/**
 * How long a service may take to say what it is. A person waits for the answer, and a service that
 * needs longer is of no use for signaling.
 */
export const QUERY_TIMEOUT_MS = 6_000;

/** Lectern's own answer has about 200 bytes. The rest of a longer one is not read. */
export const MAX_ANSWER_BYTES = 16_384;
