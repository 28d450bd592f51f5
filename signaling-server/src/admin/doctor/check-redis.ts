/**
 * Redis, by which several instances are one service: is it reached, may its user do what the
 * service does, and do the instances that are alive know each other?
 */
import { randomBytes } from 'node:crypto';
import * as z from 'zod/mini';
import { agreeOnVersion } from '@lectern/protocol';
import { wireVersions } from '../../cluster/frames.ts';
import { shortInstanceId, type InstanceFacts } from '../../cluster/instance.ts';
import { readInstances } from '../../cluster/redis/directory-scripts.ts';
import { RedisConnection, type RedisSetting } from '../../cluster/redis/redis-connection.ts';
import { Script } from '../../cluster/redis/script.ts';
import { REDIS_CONNECT_WITHIN_MS } from '../../policy.ts';
import { openLog } from '../log.ts';
import { fault, ok, reasonOf, warning, type Finding } from './finding.ts';

const SUBJECT = 'Redis';
/** One attempt has failed by then, and its reason is known. */
const REACHED_WITHIN_MS = 2 * REDIS_CONNECT_WITHIN_MS;
const HEARD_WITHIN_MS = 1_000;
const PINGS = 5;
/** A join waits for some messages, one after the other. */
const SLOW_MS = 20;
const OLDEST = [6, 2] as const;

const rightsMend =
  'give the user the rights of `ACL SETUSER` in the guide, for keys and channels of LECTERN_REDIS_PREFIX';

/** Everything that the service does, on one key of its own; what is refused is returned. */
const RIGHTS = new Script(`
local refused = {}
local function try(...)
  local answer = redis.pcall(...)
  if type(answer) == 'table' and answer.err then table.insert(refused, ({...})[1] .. ': ' .. answer.err) end
end
local key = KEYS[1]
try('SET', key, '1', 'PX', 1000)
try('GET', key)
try('EXISTS', key)
try('INCRBY', key, 1)
try('PEXPIRE', key, 1000)
try('PTTL', key)
try('DEL', key)
try('SADD', key, '1')
try('SMEMBERS', key)
try('SREM', key, '1')
try('RPUSH', key, '1')
try('LRANGE', key, 0, -1)
try('PEXPIRE', key, 1000)
try('TIME')
redis.pcall('DEL', key)
return {redis.REDIS_VERSION or '', refused}
`);
const Rights = z.tuple([z.string(), z.array(z.string())]);

/** `keyIds`: of the token keys of this command's settings. */
export async function checkRedis(setting: RedisSetting, keyIds: readonly string[]): Promise<readonly Finding[]> {
  const redis = new RedisConnection(setting, openLog('silent'));
  try {
    const unreached = await whyNotReached(redis);
    if (unreached !== undefined) return [unreached];
    const findings = [await judgeSpeed(redis, setting), ...(await checkRights(redis)), ...(await checkChannels(redis))];
    if (findings.some(({ verdict }) => verdict === 'fault')) return findings;
    return [...findings, ...judgeInstances(await readInstances(redis), keyIds)];
  } catch (error) {
    return [fault(SUBJECT, `the check had no whole answer (${reasonOf(error)})`, rightsMend)];
  } finally {
    redis.close();
  }
}

async function whyNotReached(redis: RedisConnection): Promise<Finding | undefined> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, REACHED_WITHIN_MS);
    redis.watch({
      here: () => {
        clearTimeout(timer);
        resolve();
      },
      away: () => undefined,
    });
  });
  const { state } = redis;
  if (state.type === 'here') return undefined;
  return fault(SUBJECT, `it is not reached (${state.reason})`, mendFor(state.reason));
}

function mendFor(reason: string): string {
  if (/WRONGPASS|NOAUTH/.test(reason)) return 'check the user in LECTERN_REDIS_URL, and LECTERN_REDIS_PASSWORD';
  if (/NOPERM/.test(reason)) return rightsMend;
  if (/certificate|self-signed|altnames/i.test(reason)) {
    return 'name the authority that has signed the certificate in LECTERN_REDIS_CA_FILE, and use a name that is in it';
  }
  return 'start it, or check LECTERN_REDIS_URL and the network; outside of that network, run this command without it';
}

async function judgeSpeed(redis: RedisConnection, { host, port, tls }: RedisSetting): Promise<Finding> {
  let slowestMs = 0;
  for (let ping = 0; ping < PINGS; ping += 1) {
    const sentMs = performance.now();
    await redis.command(['PING']);
    slowestMs = Math.max(slowestMs, performance.now() - sentMs);
  }
  const says = `${host}:${String(port)} answers${tls ? ' over TLS' : ''} within ${String(Math.ceil(slowestMs))} ms`;
  if (slowestMs <= SLOW_MS) return ok(SUBJECT, says);
  return warning(
    SUBJECT,
    says,
    'put it nearer to the instances, or find out what keeps it busy (`redis-cli slowlog get`)',
  );
}

async function checkRights(redis: RedisConnection): Promise<readonly Finding[]> {
  const key = `${redis.prefix}doctor:${randomBytes(8).toString('hex')}`;
  try {
    const [version, refused] = Rights.parse(await RIGHTS.run(redis, [key], []));
    if (refused.length > 0) return [fault(SUBJECT, `it refuses ${refused.join('; ')}`, rightsMend)];
    return [...judgeVersion(version), ok(SUBJECT, 'its user may do what the service does')];
  } catch (error) {
    return [fault(SUBJECT, `it runs no scripts (${reasonOf(error)})`, rightsMend)];
  }
}

/** Before Redis 7, a script does not learn the version. */
function judgeVersion(version: string): readonly Finding[] {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (version === '' || major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return [];
  return [fault(SUBJECT, `version ${version} is too old`, 'use 6.2 or newer, or Valkey')];
}

/** Sends a message through a channel of its own, as instances do. */
async function checkChannels(redis: RedisConnection): Promise<readonly Finding[]> {
  const channel = `${redis.prefix}wire:doctor-${randomBytes(8).toString('hex')}`;
  try {
    const heard = new Promise<boolean>((resolve) => {
      const timer = setTimeout(() => resolve(false), HEARD_WITHIN_MS);
      const onMessage = (): void => {
        clearTimeout(timer);
        resolve(true);
      };
      redis
        .subscribe(channel, onMessage)
        .then(() => redis.command(['PUBLISH', channel, '1']))
        .catch(() => resolve(false));
    });
    if (await heard) return [];
  } catch {
    // Judged below.
  }
  return [fault(SUBJECT, 'no message comes through its channels', rightsMend)];
}

function judgeInstances(instances: readonly InstanceFacts[], keyIds: readonly string[]): readonly Finding[] {
  if (instances.length === 0) {
    const mend = 'start the service; if it runs, its LECTERN_REDIS_URL or LECTERN_REDIS_PREFIX is another one';
    return [warning('instances', 'none is alive', mend)];
  }
  const strangers = instances.filter(({ keys }) => keys !== undefined && !keys.some((key) => keyIds.includes(key)));
  const others = instances.filter(({ wire }) => !('version' in agreeOnVersion(wire, wireVersions)));
  return [
    ok('instances', `${String(instances.length)} alive: ${instances.map(shown).join('; ')}`),
    ...strangers.map(({ id }) =>
      fault(
        'instances',
        `${shortInstanceId(id)} has another token secret than this command`,
        'set the same LECTERN_TOKEN_SECRET everywhere',
      ),
    ),
    ...others.map(({ id }) =>
      fault(
        'instances',
        `${shortInstanceId(id)} is too old or too new to work with this version`,
        'upgrade one version at a time',
      ),
    ),
  ];
}

function shown({ id, version, draining, rooms, watchers }: InstanceFacts): string {
  const about = [
    ...(version === undefined ? [] : [`Lectern ${version}`]),
    `${String(rooms)} rooms`,
    `${String(watchers)} watchers`,
    ...(draining ? ['about to stop'] : []),
  ];
  return `${shortInstanceId(id)} (${about.join(', ')})`;
}
