/** The settings of Redis, or Valkey, by which several instances run as one service. */
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import * as z from 'zod/mini';
import type { RedisSetting } from '../cluster/redis/redis-connection.ts';

const RedisUrl = z.string().check(
  z.refine((value) => {
    const url = URL.parse(value);
    const isRedis = url?.protocol === 'redis:' || url?.protocol === 'rediss:';
    return isRedis && url.hostname !== '' && url.search === '' && url.hash === '' && /^(\/\d*)?$/.test(url.pathname);
  }, 'needs an address such as redis://redis.example.org:6379, or rediss:// with TLS, and perhaps a user and the number of a database'),
);

export const redisSettings = {
  LECTERN_REDIS_URL: z.optional(RedisUrl),
  LECTERN_REDIS_PASSWORD: z.optional(z.string()),
  LECTERN_REDIS_PASSWORD_FILE: z.optional(z.string()),
  LECTERN_REDIS_CA_FILE: z.optional(z.string()),
  LECTERN_REDIS_PREFIX: z.prefault(
    z.string().check(z.regex(/^[\w:.{}-]{1,64}$/, 'needs 1 to 64 letters, digits and : . _ - { }')),
    'lectern:',
  ),
};

type Given = Readonly<Record<string, string | undefined>>;

/** What contradicts itself or is missing. */
export function redisProblems(given: Given): readonly string[] {
  const { LECTERN_REDIS_URL: address, LECTERN_REDIS_PASSWORD: password, LECTERN_REDIS_CA_FILE: caFile } = given;
  if (address === undefined) {
    const needless = ['PASSWORD', 'CA_FILE'].map((name) => `LECTERN_REDIS_${name}`);
    return needless.flatMap((name) =>
      given[name] === undefined ? [] : [`${name}: set LECTERN_REDIS_URL as well, or leave it out`],
    );
  }
  const problems: string[] = [];
  if (given['LECTERN_TOKEN_SECRET'] === undefined) {
    problems.push(
      'LECTERN_REDIS_URL: set LECTERN_TOKEN_SECRET as well, to the same value on every instance: instances know each ' +
        'other by it, and accept each other’s tokens',
    );
  }
  const url = URL.parse(address);
  if (password !== undefined && url?.password) {
    problems.push('LECTERN_REDIS_PASSWORD: the address in LECTERN_REDIS_URL has a password already; set one of them');
  }
  if (caFile === undefined) return problems;
  if (url?.protocol !== 'rediss:') {
    problems.push('LECTERN_REDIS_CA_FILE: it needs an address that begins with rediss:// in LECTERN_REDIS_URL');
  }
  const reason = whyNoCertificate(caFile);
  if (reason !== undefined) problems.push(`LECTERN_REDIS_CA_FILE: the certificate cannot be read (${reason})`);
  return problems;
}

function whyNoCertificate(path: string): string | undefined {
  try {
    return new X509Certificate(readFileSync(path)).ca ? undefined : 'it is not one of an authority';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const Settings = z.object(redisSettings);

/** Null without Redis. The settings have no problems. */
export function redisFrom(env: z.infer<typeof Settings>): RedisSetting | null {
  if (env.LECTERN_REDIS_URL === undefined) return null;
  const url = new URL(env.LECTERN_REDIS_URL);
  const password = env.LECTERN_REDIS_PASSWORD ?? decodeURIComponent(url.password);
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? 6379 : Number(url.port),
    username: url.username === '' ? null : decodeURIComponent(url.username),
    password: password === '' ? null : password,
    database: Number(url.pathname.slice(1)),
    tls: url.protocol === 'rediss:',
    authority: env.LECTERN_REDIS_CA_FILE === undefined ? null : readFileSync(env.LECTERN_REDIS_CA_FILE, 'utf8'),
    prefix: env.LECTERN_REDIS_PREFIX,
  };
}

/** Without secrets, for the log. */
export function shownRedis(setting: RedisSetting | null): unknown {
  if (setting === null) return null;
  const shown = (value: string | null): string | null => (value === null ? null : '(set)');
  return { ...setting, password: shown(setting.password), authority: shown(setting.authority) };
}
