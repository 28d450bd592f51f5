/**
 * What a log line says about an error: the code of a `SignalingError`, the name of any other. The
 * text of a WebRTC error may quote SDP or a candidate, which must not be logged. Imports nothing:
 * every chunk of the watcher page uses it, and its imports would become a file the core waits for.
 */
export function errorName(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
