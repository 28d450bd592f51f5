/**
 * What the directory does in Redis, each as one step:
 *
 * - `alive:<instance>` has an instance's facts, and expires unless they are written again; sooner where
 *   another instance has found that nothing receives what is sent to it.
 * - `instances` is the set of those that may be alive.
 * - `owner:<room tag>` is an instance, its fence, and 1 while the room's presenter is connected. It does
 *   not expire: an entry of an instance that is not alive counts as none.
 * - `taken:<instance>` lists tags of rooms that another instance has taken from a living one.
 * - `settling` is there for a moment after Redis has been away: instances that are alive come back
 *   first, before anything of theirs is claimed.
 *
 * Only Redis' own clock is used. The scripts name keys that are not in `KEYS`, so a
 * cluster of Redis servers (`cluster-enabled`) does not work.
 */
import * as z from 'zod/mini';
import { ALIVE_MS, SETTLE_MS, SUSPECTED_MS, TAKEN_MS } from '../../policy.ts';
import { InstanceId, OwnFacts, type InstanceFacts } from '../instance.ts';
import type { Owner } from '../directory.ts';
import type { RedisConnection } from './redis-connection.ts';
import { Script } from './script.ts';

const BEAT = new Script(`
local self, facts, prefix = ARGV[1], ARGV[2], ARGV[3]
local was = redis.call('EXISTS', KEYS[1])
redis.call('SET', KEYS[1], facts, 'PX', ARGV[4])
redis.call('SADD', KEYS[2], self)
local alive, soonest = {}, -1
for _, id in ipairs(redis.call('SMEMBERS', KEYS[2])) do
  local said = redis.call('GET', prefix .. 'alive:' .. id)
  if said then
    table.insert(alive, id)
    table.insert(alive, said)
    local left = redis.call('PTTL', prefix .. 'alive:' .. id)
    if id ~= self and (soonest < 0 or left < soonest) then soonest = left end
  else
    redis.call('SREM', KEYS[2], id)
  end
end
if was == 0 and ARGV[6] == '1' and #alive == 2 then redis.call('SET', KEYS[4], '1', 'PX', ARGV[5]) end
local taken = redis.call('LRANGE', KEYS[3], 0, -1)
redis.call('DEL', KEYS[3])
return {was, taken, alive, soonest}
`);

const SUSPECT = new Script(`
if redis.call('PTTL', KEYS[1]) > tonumber(ARGV[1]) then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
return 1
`);

/** `entry(key)` returns instance, fence and presence, of a living instance or of this one only. */
const ENTRY = `
local function entry(key, prefix)
  local instance, fence, presenter = string.match(redis.call('GET', key) or '', '^(%S+) (%d+) (%d)$')
  if not instance then return nil, 0, '0' end
  if redis.call('EXISTS', prefix .. 'alive:' .. instance) == 0 then return nil, tonumber(fence), '0' end
  return instance, tonumber(fence), presenter
end
local function write(first, fence, presenter)
  for i = first, #KEYS do redis.call('SET', KEYS[i], ARGV[1] .. ' ' .. string.format('%.0f', fence) .. ' ' .. presenter) end
end
`;

const OWNER_OF = new Script(`${ENTRY}
for i = 1, #KEYS do
  local instance, fence = entry(KEYS[i], ARGV[1])
  if instance then return {instance, string.format('%.0f', fence)} end
end
return {}
`);

/**
 * A fence is a time of Redis' clock, and larger than the one before: it grows also when Redis is
 * wiped.
 */
const CLAIM = new Script(`${ENTRY}
if redis.call('EXISTS', KEYS[1]) == 0 then return {'not-alive', ''} end
local largest, inherited = 0, '0'
for i = 3, #KEYS do
  local instance, fence = entry(KEYS[i], ARGV[2])
  if instance and instance ~= ARGV[1] then return {'owner', instance, string.format('%.0f', fence), '0'} end
  if not instance and fence > 0 then inherited = '1' end
  largest = math.max(largest, fence)
end
local left = redis.call('PTTL', KEYS[2])
if left > 0 then return {'settling', tostring(left)} end
local time = redis.call('TIME')
local fence = math.max(largest + 1, time[1] * 1000 + math.floor(time[2] / 1000))
write(3, fence, '0')
return {'owner', ARGV[1], string.format('%.0f', fence), inherited}
`);

/** Of two owners, the one whose presenter is connected keeps the room; otherwise the later one. */
const CONFIRM = new Script(`${ENTRY}
local self, prefix, fence, presenter = ARGV[1], ARGV[2], tonumber(ARGV[3]), ARGV[4]
local beaten = {}
for i = 1, #KEYS do
  local instance, other, theirs = entry(KEYS[i], prefix)
  if instance and instance ~= self then
    if presenter == '0' or theirs == '1' then return {'owner', instance, string.format('%.0f', other)} end
    beaten[instance] = true
    fence = math.max(fence, other + 1)
  end
  fence = math.max(fence, other)
end
write(1, fence, presenter)
for instance in pairs(beaten) do
  local list = prefix .. 'taken:' .. instance
  redis.call('RPUSH', list, ARGV[6])
  redis.call('PEXPIRE', list, ARGV[5])
end
return {'owner', self, string.format('%.0f', fence)}
`);

const NOTE = new Script(`
for i = 1, #KEYS do
  local instance, fence = string.match(redis.call('GET', KEYS[i]) or '', '^(%S+) (%d+)')
  if instance == ARGV[1] then redis.call('SET', KEYS[i], instance .. ' ' .. fence .. ' ' .. ARGV[2]) end
end
return 1
`);

const RELEASE = new Script(`
for i = 1, #KEYS do
  local instance = string.match(redis.call('GET', KEYS[i]) or '', '^%S+')
  if instance == ARGV[1] then redis.call('DEL', KEYS[i]) end
end
return 1
`);

const Answer = {
  beat: z.tuple([z.number(), z.array(z.string()), z.array(z.string()), z.number()]),
  owner: z.union([
    z.pipe(
      z.tuple([InstanceId, z.string()]),
      z.transform(([instance, fence]): Owner => ({ instance, fence: Number(fence) })),
    ),
    z.pipe(
      z.tuple([]),
      z.transform(() => undefined),
    ),
  ]),
  claim: z.union([
    z.pipe(
      z.tuple([z.literal('owner'), InstanceId, z.string(), z.enum(['0', '1'])]),
      z.transform(([type, instance, fence, inherited]) => {
        // From an instance that has gone.
        const isInherited = inherited === '1';
        return { type, owner: { instance, fence: Number(fence) }, isInherited };
      }),
    ),
    z.pipe(
      z.tuple([z.literal('settling'), z.string()]),
      z.transform(([type, ms]) => ({ type, ms: Number(ms) })),
    ),
    z.pipe(
      z.tuple([z.literal('not-alive'), z.string()]),
      z.transform(([type]) => ({ type })),
    ),
  ]),
  confirm: z.pipe(
    z.tuple([z.literal('owner'), InstanceId, z.string()]),
    z.transform(([, instance, fence]): Owner => ({ instance, fence: Number(fence) })),
  ),
};
export type Claimed = z.infer<typeof Answer.claim>;

export interface Beat {
  /** The directory still knew this instance from its last beat. */
  readonly wasAlive: boolean;
  /** Tags of rooms that another instance has taken from this one. */
  readonly taken: readonly string[];
  readonly instances: readonly InstanceFacts[];
  /**
   * After so many milliseconds the first of the others has gone, unless it beats again. Infinity
   * without others.
   */
  readonly firstGoneMs: number;
}

/** Each is one step in Redis, and rejects while it is away. */
export type DirectorySteps = Pick<
  DirectoryScripts,
  'beat' | 'suspect' | 'ownerOf' | 'claim' | 'confirm' | 'notePresenter' | 'release' | 'leave'
>;

export class DirectoryScripts {
  readonly #redis: RedisConnection;
  readonly #self: InstanceId;

  constructor(redis: RedisConnection, self: InstanceId) {
    this.#redis = redis;
    this.#self = self;
  }

  /** `isReturning`: this instance has had a lease before. */
  async beat(facts: OwnFacts, isReturning: boolean): Promise<Beat> {
    const { prefix } = this.#redis;
    const names = [`alive:${this.#self}`, 'instances', `taken:${this.#self}`, 'settling'];
    const args = [JSON.stringify(facts), prefix, String(ALIVE_MS), String(SETTLE_MS), isReturning ? '1' : '0'];
    const answer = await BEAT.run(this.#redis, this.#keys(names), [this.#self, ...args]);
    const [was, taken, alive, soonest] = Answer.beat.parse(answer);
    const firstGoneMs = soonest < 0 ? Infinity : soonest;
    return { wasAlive: was === 1, taken, instances: instancesFrom(alive), firstGoneMs };
  }

  /** The key of another instance expires within `SUSPECTED_MS`, unless that one beats meanwhile. */
  async suspect(instance: InstanceId): Promise<void> {
    await SUSPECT.run(this.#redis, this.#keys([`alive:${instance}`]), [String(SUSPECTED_MS)]);
  }

  async ownerOf(tags: readonly string[]): Promise<Owner | undefined> {
    return Answer.owner.parse(await OWNER_OF.run(this.#redis, this.#ownerKeys(tags), [this.#redis.prefix]));
  }

  async claim(tags: readonly string[]): Promise<Claimed> {
    const keys = [...this.#keys([`alive:${this.#self}`, 'settling']), ...this.#ownerKeys(tags)];
    return Answer.claim.parse(await CLAIM.run(this.#redis, keys, [this.#self, this.#redis.prefix]));
  }

  /** Writes a room of ours again. Resolves with another instance where that one keeps it. */
  async confirm(tags: readonly string[], fence: number, hasPresenter: boolean): Promise<Owner> {
    const args = [this.#redis.prefix, String(fence), hasPresenter ? '1' : '0', String(TAKEN_MS), tags[0] ?? ''];
    return Answer.confirm.parse(await CONFIRM.run(this.#redis, this.#ownerKeys(tags), [this.#self, ...args]));
  }

  async notePresenter(tags: readonly string[], hasPresenter: boolean): Promise<void> {
    await NOTE.run(this.#redis, this.#ownerKeys(tags), [this.#self, hasPresenter ? '1' : '0']);
  }

  async release(tags: readonly string[]): Promise<void> {
    await RELEASE.run(this.#redis, this.#ownerKeys(tags), [this.#self]);
  }

  async leave(): Promise<void> {
    await this.#redis.command(['DEL', ...this.#keys([`alive:${this.#self}`])]);
  }

  #keys(names: readonly string[]): readonly string[] {
    return names.map((name) => this.#redis.prefix + name);
  }

  #ownerKeys(tags: readonly string[]): readonly string[] {
    return this.#keys(tags.map((tag) => `owner:${tag}`));
  }
}

/** Those alive, for a command beside the service. */
export async function readInstances(redis: RedisConnection): Promise<readonly InstanceFacts[]> {
  const ids = z.array(z.string()).parse(await redis.command(['SMEMBERS', `${redis.prefix}instances`]));
  const all = await Promise.all(ids.map((id) => redis.command(['GET', `${redis.prefix}alive:${id}`])));
  return instancesFrom(ids.flatMap((id, index) => (typeof all[index] === 'string' ? [id, all[index]] : [])));
}

/** What does not parse is not an instance that this one can speak with. */
function instancesFrom(alive: readonly string[]): readonly InstanceFacts[] {
  const all: InstanceFacts[] = [];
  for (let index = 0; index + 1 < alive.length; index += 2) {
    const id = InstanceId.safeParse(alive[index]);
    const facts = OwnFacts.safeParse(parseJson(alive[index + 1] ?? ''));
    if (id.success && facts.success) all.push({ id: id.data, ...facts.data });
  }
  return all;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
