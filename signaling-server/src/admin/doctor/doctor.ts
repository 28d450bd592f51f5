/**
 * `doctor`: tries the service by its public URL and TURN by real allocations, as clients use them, and
 * prints what to mend.
 */
import { parseArgs } from 'node:util';
import { openLog } from '../log.ts';
import type { Command, Environment } from '../command.ts';
import { ConfigError } from '../config-error.ts';
import { readConfig, type Config } from '../config.ts';
import { findTokenKeys } from '../token-key.ts';
import { defaultPolicy } from '../../policy.ts';
import { checkBalancer } from './check-balancer.ts';
import { checkName, hostOf } from './check-name.ts';
import { checkProvider } from './check-provider.ts';
import { checkProxy } from './check-proxy.ts';
import { checkRedis } from './check-redis.ts';
import { checkRelay } from './check-relay.ts';
import { checkPage, checkService } from './check-service.ts';
import { checkTls } from './check-tls.ts';
import { checkTurn, readTurnAddress } from './check-turn.ts';
import { findTurnServers } from './find-turn-servers.ts';
import { checkWebSocket } from './check-websocket.ts';
import { fault, lineOf, outside, reasonOf, warning, type Finding } from './finding.ts';

const help = `Checks the service by its public URL, and its TURN servers, and says what to mend.

  --service <address>  the address to check in place of LECTERN_PUBLIC_URL

Run it with the settings and the data folder of the running service. Run it once more on a machine in another network, with the
same settings: only from there it sees what firewalls, routers and DNS do. The exit code is 1 if something does not work.`;

export const doctorCommand: Command = {
  summary: 'checks the service by its public URL, and TURN, and says what to mend',
  help,
  async run(args, env, { out }) {
    let faults = 0;
    let found = 0;
    for await (const { verdict, ...rest } of examine(args, env)) {
      found += 1;
      if (verdict === 'fault') faults += 1;
      out(lineOf({ verdict, ...rest }));
    }
    out(
      faults === 0
        ? `\n${String(found)} lines, no fault.`
        : `\n${String(faults)} of ${String(found)} lines are faults.`,
    );
    return faults === 0 ? 0 : 1;
  },
};

async function* examine(args: readonly string[], env: Environment): AsyncGenerator<Finding> {
  const { values } = parseArgs({ args: [...args], options: { service: { type: 'string' } } });
  const config = readConfig(env);
  const publicUrl = readUrl(values.service ?? config.publicUrl ?? '');
  yield* examineService(publicUrl, config, env['LECTERN_REDIS_URL'] !== undefined);
  if (config.presenting.kind === 'oidc') yield* await checkProvider(config.presenting.oidc, defaultPolicy.provider);
  if (config.redis !== null) {
    const keys = findTokenKeys(config, openLog('silent')) ?? [];
    yield* await checkRedis(
      config.redis,
      keys.map(({ id }) => id),
    );
  }
  if (config.relay !== null) yield* await checkRelay(config.relay);
  yield* examineTurn(config);
  if (config.turn === null && config.stunUrls.length === 0) yield noStun;
  yield* onlyOutside(publicUrl, config);
}

const noStun = warning(
  'STUN',
  'none is set, and no TURN: only people within one network reach each other',
  'run coturn and set LECTERN_TURN_URLS; coturn is a STUN server as well',
);

function readUrl(address: string): URL {
  if (URL.canParse(address) && /^https?:$/.test(new URL(address).protocol)) return new URL(address);
  throw new ConfigError(['LECTERN_PUBLIC_URL: set it, or give --service, such as --service https://lectern.example']);
}

/** With Redis any instance may answer: they find every room. */
async function* examineService(publicUrl: URL, config: Config, hasRedis: boolean): AsyncGenerator<Finding> {
  const named = await checkName(hostOf(publicUrl));
  yield* named.findings;
  if (named.addresses.length === 0) return;
  yield* await checkTls(publicUrl, named.addresses);
  const { findings, isLectern } = await checkService(publicUrl);
  yield* findings;
  if (!isLectern) return;
  yield* await tried('page', async () => [await checkPage(publicUrl)]);
  yield* await tried('WebSocket', async () => [await checkWebSocket(publicUrl)]);
  yield* await tried('proxy', () => checkProxy(publicUrl, findTokenKeys(config, openLog('silent'))?.[0]));
  if (!hasRedis) yield* await tried('balancer', () => checkBalancer(publicUrl.href.replace(/\/$/, ''), config));
}

/** A check may end in an error of its own: the others are still made. */
async function tried(subject: string, check: () => Promise<readonly Finding[]>): Promise<readonly Finding[]> {
  try {
    return await check();
  } catch (error) {
    const mend = 'look at the log of the proxy, and run this again';
    return [fault(subject, `the check had no whole answer (${reasonOf(error)})`, mend)];
  }
}

async function* examineTurn(config: Config): AsyncGenerator<Finding> {
  const { servers, problem } = await findTurnServers(config.turn);
  if (problem !== null) {
    const mend = 'check LECTERN_TURN_CREDENTIALS_URL, its method and its authorization';
    yield fault('TURN', `the service gives no credentials: ${problem}`, mend);
    return;
  }
  const turnUrls: string[] = [];
  for (const { urls, username, credential } of servers) {
    for (const url of urls) {
      if (!url.startsWith('turn') || username === undefined || credential === undefined) continue;
      turnUrls.push(url);
      yield* await checkTurn(url, { username, password: credential });
    }
  }
  yield* missingTransports(turnUrls);
}

function* missingTransports(turnUrls: readonly string[]): Generator<Finding> {
  if (turnUrls.length === 0) {
    yield warning(
      'TURN',
      'none is set: watchers behind strict firewalls get no picture',
      'run coturn and set LECTERN_TURN_URLS',
    );
    return;
  }
  const tls = turnUrls.map(readTurnAddress).filter((address) => address?.transport === 'tls');
  const mend = 'add turns:HOST:443?transport=tcp to LECTERN_TURN_URLS';
  if (tls.length === 0) {
    yield warning('TURN TLS', 'no address with TLS: networks that let only https through block the others', mend);
  } else if (tls.every((address) => address?.port !== 443)) {
    yield warning('TURN TLS', 'no address on port 443: strict firewalls let no other port through', mend);
  }
}

/** A credentials URL names its servers only in its answer. */
const turnUrlsOf = (setting: Config['turn']): readonly string[] =>
  setting === null || setting.kind === 'credentials-url' ? [] : setting.urls;

function* onlyOutside(publicUrl: URL, config: Config): Generator<Finding> {
  const web = publicUrl.protocol === 'https:' ? publicUrl.port || '443' : publicUrl.port || '80';
  const turn = turnUrlsOf(config.turn).flatMap((url) => readTurnAddress(url) ?? []);
  const ports = [
    `TCP ${web}`,
    ...new Set(turn.map(({ transport, port }) => `${transport === 'udp' ? 'UDP' : 'TCP'} ${String(port)}`)),
    ...(turn.length === 0 ? [] : ['the range of relay ports (UDP)']),
  ];
  yield outside('firewall', `whether other networks reach ${[...new Set(ports)].join(', ')}`);
  yield outside('addresses', 'whether clients’ own addresses reach the service through container networks and proxies');
  yield outside('how', 'run this command again on a machine in another network, with the same settings');
}
