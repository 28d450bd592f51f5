/**
 * What a log line says about a failure: the code of a `SignalingError`, the name of any other. The
 * messages of WebRTC failures may quote a description or a candidate, which must not be logged.
 * Imports nothing: every chunk uses it, and its imports would become a file the core waits for.
 */
export function failureName(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
