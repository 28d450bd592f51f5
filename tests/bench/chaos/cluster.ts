/** Two instances of the service behind HAProxy, with Redis or without. Each part can be killed. */
import { randomBytes } from 'node:crypto';
import getPort from 'get-port';
import { startRedis } from '../../support/machine/redis.ts';
import { startServiceProcess, type ServiceProcess } from '../../support/service/service-process.ts';
import { startBalancer } from './balancer.ts';

/**
 * `redis`: any instance is a door to any room. `hashed`: the balancer brings a room's clients
 * together.
 */
export type Way = 'redis' | 'hashed';

/** The built service, or its source. */
export type Program = 'built' | 'source';

/** What can be killed. */
export interface Victim {
  readonly name: string;
  /** Kills it: it gets no chance to say anything. */
  readonly kill: () => Promise<void>;
  readonly restart: () => Promise<void>;
}

export interface Cluster {
  /** Of the balancer. */
  readonly url: string;
  readonly instances: readonly [ServiceProcess, ServiceProcess];
  readonly instanceVictims: readonly [Victim, Victim];
  /** None without Redis. */
  readonly redisVictim: Victim | undefined;
  close(): Promise<void>;
}

/** Every watcher gets its link at once; all rooms are opened from one machine. */
const roomy = {
  LECTERN_TRUSTED_PROXIES: '1',
  LECTERN_METRICS_PORT: '0',
  LECTERN_NEW_ROOMS_PER_MINUTE: '1000',
  LECTERN_MAX_WATCHERS_PER_ROOM: '20000',
  LECTERN_LINKS_AT_ONCE: '1000',
};

/** `presenterOrigin`: of the page of a real presenter. `further`: settings of both instances. */
export async function startCluster(
  way: Way,
  program: Program,
  presenterOrigin?: string,
  further: Readonly<Record<string, string>> = {},
): Promise<Cluster> {
  await using open = new AsyncDisposableStack();
  const port = await getPort();
  const redis = way === 'redis' ? open.adopt(await startRedis(), (started) => started.close()) : undefined;
  const settings = {
    ...roomy,
    LECTERN_OTHER_NAMES: `127.0.0.1:${String(port)}`,
    LECTERN_TOKEN_SECRET: randomBytes(48).toString('base64url'),
    ...(presenterOrigin === undefined ? {} : { LECTERN_ALLOWED_ORIGINS: presenterOrigin }),
    ...(redis === undefined
      ? { LECTERN_BALANCER_URL: `http://127.0.0.1:${String(port)}` }
      : { LECTERN_REDIS_URL: redis.url }),
    ...further,
  };
  const start = async (): Promise<ServiceProcess> =>
    open.adopt(await startServiceProcess(settings, program), (instance) => instance.stop());
  const [first, second] = [await start(), await start()];
  const balancer = open.adopt(
    await startBalancer(way === 'hashed' ? 'hashed' : 'any', [first.port, second.port], port),
    (started) => started.close(),
  );
  const opened = open.move();
  return {
    url: balancer.url,
    instances: [first, second],
    instanceVictims: [victim('instance 1', first), victim('instance 2', second)],
    redisVictim: redis && { name: 'Redis', kill: () => redis.kill(), restart: () => redis.start() },
    close: () => opened.disposeAsync(),
  };
}

const victim = (name: string, { kill, restart }: ServiceProcess): Victim => ({
  name,
  kill,
  restart: () => restart(),
});
