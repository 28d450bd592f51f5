/**
 * `npm run -s enrol`: prints an enrolment link for a presenter, like the service's own `enrol`
 * command.
 */
import { runCommand } from '../../signaling-server/src/admin/command-line.ts';

process.exitCode = await runCommand(['enrol', ...process.argv.slice(2)], process.env, {
  out: (line) => console.log(line),
  error: (line) => console.error(line),
});
// The channel to run.mjs would keep this process alive.
if (process.connected) process.disconnect();
