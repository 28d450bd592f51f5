/** `npm run build`: builds the parts that are out of date. */
import { join } from 'node:path';
import { BuildFailed, buildStale } from './build-stale.ts';

try {
  const count = await buildStale(join(import.meta.dirname, '../..'), (line) => console.log(line));
  console.log(count === 0 ? 'Everything is up to date.' : 'Built.');
} catch (cause) {
  if (!(cause instanceof BuildFailed)) throw cause;
  console.error(cause.message);
  process.exitCode = 1;
}
// The channel to run.mjs would keep this process alive.
if (process.connected) process.disconnect();
