/**
 * The service as a process, with a wall clock that may be behind and TURN credentials that may live
 * shorter than its settings allow. Everything else comes from the environment, as in production.
 */
import { parseArgs } from 'node:util';
import { readConfig, startService } from '@lectern/signaling-server';

const { values } = parseArgs({
  options: { 'behind-ms': { type: 'string', default: '0' }, 'turn-ttl-s': { type: 'string' } },
});
const behindMs = Number(values['behind-ms']);
const config = readConfig(process.env);
const { turn } = config;
const ttlS = values['turn-ttl-s'];
const service = await startService(
  { ...config, turn: turn?.kind === 'shared-secret' && ttlS !== undefined ? { ...turn, ttlS: Number(ttlS) } : turn },
  { now: () => Date.now() - behindMs },
);
// The parent process has gone.
process.once('disconnect', () => process.exit(0));
process.send?.({ listening: { port: service.port } });
