/** The main process' few words to whoever started it from a terminal. Never a key, a token or a link. */
export function log(message: string): void {
  process.stderr.write(`lectern: ${message}\n`);
}
