/** Two instances of the service behind HAProxy, with Redis or without. Each part can be killed. */
import { randomBytes } from 'node:crypto';
import getPort from 'get-port';
import { startRedis } from '../../support/machine/redis.ts';
import { startServiceProcess, type ServiceProcess } from '../../support/service/service-process.ts';
import { startBalancer } from './balancer.ts';

/** `redis`: any instance is a door to any room. `hashed`: the balancer brings a room's clients together. */
export type Way = 'redis' | 'hashed';

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
  readonly instances: readonly ServiceProcess[];
  readonly victims: readonly Victim[];
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
  program: 'built' | 'source',
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
    ...(redis === undefined ? {} : { LECTERN_REDIS_URL: redis.url }),
    ...further,
  };
  const start = async (): Promise<ServiceProcess> =>
    open.adopt(await startServiceProcess(settings, program), (instance) => instance.stop());
  const instances = [await start(), await start()];
  const ports = instances.map((instance) => instance.port);
  const balancer = open.adopt(await startBalancer(way === 'hashed' ? 'hashed' : 'any', ports, port), (started) =>
    started.close(),
  );
  const victims: Victim[] = instances.map(({ kill, restart }, index) => ({
    name: `instance ${String(index + 1)}`,
    kill,
    restart: () => restart(),
  }));
  if (redis !== undefined) victims.push({ name: 'Redis', kill: () => redis.kill(), restart: () => redis.start() });
  const opened = open.move();
  return { url: balancer.url, instances, victims, close: () => opened.disposeAsync() };
}
