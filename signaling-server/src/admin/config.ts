/**
 * All settings: read from environment variables once, and checked before anything starts. Listed in
 * `docs/admin.md`.
 */
import * as z from 'zod/mini';
import type { RedisSetting } from '../cluster/redis/redis-connection.ts';
import type { RelaySetting, RelayUse } from '../relay/relay.ts';
import { balancerProblems, balancerSettings } from './balancer/balancer-setting.ts';
import { builtPageDir } from '../page-dir.ts';
import { ConfigError } from './config-error.ts';
import { iceAddressProblem, stunAddressesOf } from './ice-address.ts';
import { withoutInjected } from './injected-variables.ts';
import {
  presentingFrom,
  presentingProblems,
  presentingSettings,
  type PresentingSetting,
} from './presenting-setting.ts';
import { PublicUrl } from './public-url.ts';
import { redisFrom, redisProblems, redisSettings, shownRedis } from './redis-settings.ts';
import { relayFrom, relayProblems, relaySettings, shownRelay } from './relay-settings.ts';
import { repeatedSecrets, secretsAmong, withSecretsFromFiles } from './secret-files.ts';
import { shownTurn, turnFrom, turnProblems, turnSettings, type TurnSetting } from './turn-settings.ts';
import { isWeak } from './weak-secret.ts';
import { limitSettings, limitsFrom, type Limits } from './limit-settings.ts';
import { optionalWhole, whole } from './whole-number.ts';

const text = (value: string) => z.prefault(z.string(), value);
const split = (list: string): string[] => list.split(',').flatMap((part) => part.trim() || []);
const listOf = (value: string, item: RegExp, problem: string) =>
  z.pipe(z.pipe(text(value), z.transform(split)), z.array(z.string().check(z.regex(item, problem))));

const iceAddresses = (kind: 'stun' | 'turn') =>
  z.pipe(
    z.pipe(z.string(), z.transform(split)),
    z.array(
      z.string().check(
        z.refine((address) => iceAddressProblem(address, kind) === undefined, {
          error: ({ input }) => iceAddressProblem(String(input), kind),
        }),
      ),
    ),
  );

const randomSecret = () =>
  z.optional(
    z.string().check(z.refine((value) => !isWeak(value), 'needs at least 32 random bytes that are used nowhere else')),
  );

/**
 * An origin as a content policy accepts it: scheme, host name (`*.` before it stands for every name
 * below it), optional port.
 */
const EMBEDDER = /^https?:\/\/(\*\.)?[a-z\d]([a-z\d-]*[a-z\d])?(\.[a-z\d]([a-z\d-]*[a-z\d])?)*(:\d{1,5})?$/;
const EmbedOrigins = z.pipe(
  z.pipe(text(''), z.transform(split)),
  z.array(
    z.string().check(
      z.overwrite((value) => value.toLowerCase().replace(/\/$/, '')),
      z.regex(EMBEDDER, {
        error: ({ input }) =>
          `${String(input)} is not an origin such as https://lms.example.edu or https://*.example.edu`,
      }),
    ),
  ),
);

/** A name as a proof has it: in lower case, without a default port. */
const OtherNames = z.pipe(
  z.pipe(text(''), z.transform(split)),
  z.array(
    z.string().check(
      z.regex(
        /^([\w.-]+|\[[\da-f:.]+\])(:\d{1,5})?$/i,
        'not a host such as live.example.org, with its port unless that is 80 or 443',
      ),
      z.overwrite((name) => name.toLowerCase().replace(/:(80|443)$/, '')),
    ),
  ),
);

const Environment = z.object({
  LECTERN_HOST: text('::'),
  LECTERN_PORT: whole(8420, 0, 65_535),
  LECTERN_PUBLIC_URL: z.optional(PublicUrl),
  LECTERN_OTHER_NAMES: OtherNames,
  ...balancerSettings,
  LECTERN_DATA_DIR: text('.data'),
  LECTERN_TOKEN_SECRET: randomSecret(),
  LECTERN_TOKEN_SECRET_FILE: z.optional(z.string()),
  LECTERN_OLD_TOKEN_SECRET: randomSecret(),
  LECTERN_OLD_TOKEN_SECRET_FILE: z.optional(z.string()),
  LECTERN_TRUSTED_PROXIES: whole(0, 0, 16),
  ...presentingSettings,
  LECTERN_STUN_URLS: z.optional(iceAddresses('stun')),
  LECTERN_TURN_URLS: z.prefault(iceAddresses('turn'), ''),
  LECTERN_TURN_SECRET: randomSecret(),
  LECTERN_TURN_SECRET_FILE: z.optional(z.string()),
  LECTERN_TURN_TTL_S: whole(600, 60, 86_400),
  LECTERN_TURN_PER_MINUTE: whole(6_000, 1, 10_000_000),
  ...turnSettings,
  ...redisSettings,
  ...relaySettings,
  LECTERN_MAX_WATCHERS_PER_ROOM: whole(300, 1, 100_000),
  LECTERN_MAX_ROOMS: whole(1000, 1, 1_000_000),
  LECTERN_MAX_ROOMS_PER_ADDRESS: whole(500, 1, 1_000_000),
  LECTERN_MAX_ROOMS_PER_KEY: whole(100, 1, 1_000_000),
  LECTERN_MAX_WATCHERS_PER_KEY: whole(10_000, 1, 1_000_000),
  ...limitSettings,
  LECTERN_ALLOWED_ORIGINS: listOf('', /^[a-z][a-z0-9+.-]*:\/\/[^/]+$/i, 'not an origin such as https://example.org'),
  LECTERN_EMBED_ORIGINS: EmbedOrigins,
  LECTERN_DRAIN_S: whole(0, 0, 3_600),
  LECTERN_TOKEN_TTL_S: whole(600, 30, 86_400),
  LECTERN_LOG_LEVEL: z.prefault(
    z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], 'no such level'),
    'info',
  ),
  LECTERN_METRICS_PORT: optionalWhole(0, 65_535),
  LECTERN_METRICS_HOST: text('127.0.0.1'),
  LECTERN_PAGE_DIR: text(builtPageDir),
  NODE_ENV: text(''),
});
type Environment = z.infer<typeof Environment>;

/** The names of all settings, as `docs/admin.md` lists them. */
export const settingNames = Object.keys(Environment.shape).filter((name) => name.startsWith('LECTERN_'));

/** Those that are secrets. Each may be in a file. */
export const secretSettings = secretsAmong(settingNames);

export interface Config {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** The address under which people reach the service, perhaps with a path; null if unknown. */
  readonly publicUrl: string | null;
  /** Further names by which presenters reach the service: hosts, each with its port unless that is the default. */
  readonly otherNames: readonly string[];
  /** Where this instance reaches the balancer in front of it and others; null where it runs alone, or with Redis. */
  readonly balancerUrl: string | null;
  readonly dataDir: string;
  readonly tokenSecret: string | null;
  /** The one before, whose tokens are still accepted. */
  readonly oldTokenSecret: string | null;
  readonly tokenTtlS: number;
  readonly production: boolean;
  /** Who may present. */
  readonly presenting: PresentingSetting;
  /** Number of proxies whose X-Forwarded headers are trusted. */
  readonly trustedProxies: number;
  readonly stunUrls: readonly string[];
  readonly turn: TurnSetting | null;
  /** Null where the instance runs alone. */
  readonly redis: RedisSetting | null;
  /** Null where rooms have direct links only. */
  readonly relay: RelaySetting | null;
  readonly relayUse: RelayUse;
  /** TURN credentials of one presenter key, or of one address where presenting is open. */
  readonly turnPerMinute: number;
  readonly maxWatchersPerRoom: number;
  readonly maxRooms: number;
  readonly maxRoomsPerAddress: number;
  readonly maxRoomsPerKey: number;
  /** In all rooms of one key together. */
  readonly maxWatchersPerKey: number;
  readonly limits: Limits;
  readonly allowedOrigins: readonly string[];
  /** Sites that may show the watcher page in a frame. */
  readonly embedOrigins: readonly string[];
  /** Seconds over which a stop empties the instance, room by room; 0 where no other takes them. */
  readonly drainS: number;
  readonly logLevel: Environment['LECTERN_LOG_LEVEL'];
  /** The second port, which is not for the public; null if there is none. */
  readonly metrics: { readonly host: string; readonly port: number } | null;
  readonly pageDir: string;
}

/** An empty variable counts as unset, except the one where empty means none. */
const isSet = ([name, value]: [string, string | undefined]): boolean =>
  value !== undefined && (value !== '' || name === 'LECTERN_STUN_URLS');

export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const set = Object.fromEntries(Object.entries(withoutInjected(env)).filter(isSet));
  const { env: given, problems } = withSecretsFromFiles(set, secretSettings);
  const parsed = Environment.safeParse(given);
  if (!parsed.success) {
    const issues = parsed.error.issues;
    problems.push(...issues.map((issue) => `${String(issue.path[0])}: ${issue.message || 'is not valid'}`));
  }
  const unknown = Object.keys(given).filter((name) => name.startsWith('LECTERN_') && !(name in Environment.shape));
  problems.push(...unknown.map((name) => `${name}: there is no such setting`));
  if (given['LECTERN_OLD_TOKEN_SECRET'] !== undefined && given['LECTERN_TOKEN_SECRET'] === undefined) {
    problems.push('LECTERN_OLD_TOKEN_SECRET: set LECTERN_TOKEN_SECRET as well');
  }
  problems.push(...repeatedSecrets(given, secretSettings), ...presentingProblems(given));
  if (given['NODE_ENV'] === 'production') problems.push(...unsafeInProduction(given));
  problems.push(...balancerProblems(given), ...turnProblems(given), ...redisProblems(given), ...relayProblems(given));
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems);
  return configFrom(parsed.data);
}

/** What only production requires: without it the service would be unsafe there. */
function unsafeInProduction(given: Readonly<Record<string, string | undefined>>): string[] {
  const problems: string[] = [];
  const { LECTERN_PUBLIC_URL: publicUrl } = given;
  if (publicUrl === undefined) {
    problems.push(
      'LECTERN_PUBLIC_URL: set it in production, to the https address under which people reach the service, such as ' +
        'https://lectern.example',
    );
  } else if (!/^https:/i.test(publicUrl)) {
    problems.push(
      'LECTERN_PUBLIC_URL: it begins with https in production: browsers neither capture nor keep keys safe without',
    );
  }
  return problems;
}

function configFrom(env: Environment): Config {
  return {
    host: env.LECTERN_HOST,
    port: env.LECTERN_PORT,
    publicUrl: env.LECTERN_PUBLIC_URL ?? null,
    otherNames: env.LECTERN_OTHER_NAMES,
    balancerUrl: env.LECTERN_BALANCER_URL ?? null,
    dataDir: env.LECTERN_DATA_DIR,
    tokenSecret: env.LECTERN_TOKEN_SECRET ?? null,
    oldTokenSecret: env.LECTERN_OLD_TOKEN_SECRET ?? null,
    tokenTtlS: env.LECTERN_TOKEN_TTL_S,
    production: env.NODE_ENV === 'production',
    presenting: presentingFrom(env, env.LECTERN_DATA_DIR),
    trustedProxies: env.LECTERN_TRUSTED_PROXIES,
    // By default no third party sees the addresses of clients.
    stunUrls: env.LECTERN_STUN_URLS ?? stunAddressesOf(env.LECTERN_TURN_URLS),
    turn: turnFrom(env),
    redis: redisFrom(env),
    relay: relayFrom(env),
    relayUse: env.LECTERN_RELAY_USE,
    turnPerMinute: env.LECTERN_TURN_PER_MINUTE,
    maxWatchersPerRoom: env.LECTERN_MAX_WATCHERS_PER_ROOM,
    maxRooms: env.LECTERN_MAX_ROOMS,
    maxRoomsPerAddress: env.LECTERN_MAX_ROOMS_PER_ADDRESS,
    maxRoomsPerKey: env.LECTERN_MAX_ROOMS_PER_KEY,
    maxWatchersPerKey: env.LECTERN_MAX_WATCHERS_PER_KEY,
    limits: limitsFrom(env),
    allowedOrigins: env.LECTERN_ALLOWED_ORIGINS,
    embedOrigins: env.LECTERN_EMBED_ORIGINS,
    drainS: env.LECTERN_DRAIN_S,
    logLevel: env.LECTERN_LOG_LEVEL,
    metrics:
      env.LECTERN_METRICS_PORT === undefined
        ? null
        : { host: env.LECTERN_METRICS_HOST, port: env.LECTERN_METRICS_PORT },
    pageDir: env.LECTERN_PAGE_DIR,
  };
}

/** The configuration without secrets, for the log. */
export function redacted(config: Config): Record<string, unknown> {
  return {
    ...config,
    tokenSecret: config.tokenSecret === null ? null : '(set)',
    oldTokenSecret: config.oldTokenSecret === null ? null : '(set)',
    presenting: shownPresenting(config.presenting),
    turn: shownTurn(config.turn),
    redis: shownRedis(config.redis),
    relay: shownRelay(config.relay),
  };
}

function shownPresenting(setting: PresentingSetting): unknown {
  if (setting.kind === 'keys' && setting.source.kind === 'list') {
    return { kind: 'keys', keys: `(${String(setting.source.keys.length)} set)` };
  }
  if (setting.kind !== 'oidc') return setting;
  const { oidc } = setting;
  return { ...setting, oidc: { ...oidc, publishedSecret: oidc.publishedSecret === null ? null : '(set)' } };
}
