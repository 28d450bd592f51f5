/** Two instances of the service that meet on a Redis of their own. */
import { expect } from 'vitest';
import { startRedis, type RedisServer } from '../machine/redis.ts';
import { makeDataDir, startSignaling, type TestService } from './start-service.ts';

/** A busy machine. */
const KNOWN_WITHIN = { timeout: 20_000 };

export interface OneOfTwo extends TestService {
  readonly dataDir: string;
}

export interface TwoOnRedis {
  readonly first: OneOfTwo;
  readonly second: OneOfTwo;
  readonly redis: RedisServer;
  close(): Promise<void>;
}

/** Resolves when each knows of the other. */
export async function startTwoOnRedis(settings: Parameters<typeof startSignaling>[0] = {}): Promise<TwoOnRedis> {
  const redis = await startRedis();
  const running: TestService[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(running.map((instance) => instance.close()));
    await redis.close();
  };
  const start = async (): Promise<OneOfTwo> => {
    const shared = { redis: redis.setting, tokenSecret: 'x7Qm2vR9kLw4tYb8nZc3jHd6sFg1pAe5' };
    const dataDir = await makeDataDir();
    const metrics = { host: '127.0.0.1', port: 0 };
    const service = await startSignaling({ ...shared, metrics, ...settings, dataDir });
    running.push(service);
    return { ...service, dataDir };
  };
  try {
    const [first, second] = [await start(), await start()];
    for (const each of running) await expect.poll(() => metricOf(each, 'lectern_instances'), KNOWN_WITHIN).toBe(2);
    return { first, second, redis, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The value of one series that the service tells Prometheus; undefined where there is none. */
export async function metricOf({ metricsPort }: TestService, series: string): Promise<number | undefined> {
  const text = await (await fetch(`http://127.0.0.1:${String(metricsPort)}/metrics`)).text();
  const line = text.split('\n').find((each) => each.startsWith(`${series} `));
  return line === undefined ? undefined : Number(line.slice(series.length));
}
