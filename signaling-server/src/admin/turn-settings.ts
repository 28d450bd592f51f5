/**
 * The settings of TURN. Three kinds exclude each other: a secret shared with coturn, a fixed name
 * and password, and a URL that gives credentials.
 */
import * as z from 'zod/mini';
import type { CredentialsUrl } from '../turn/ask-for-credentials.ts';
import type { FixedPassword } from '../turn/fixed-password.ts';
import type { SharedSecret } from '../turn/shared-secret.ts';
import { looksWeak } from './weak-secret.ts';

export type TurnSetting =
  | ({ readonly kind: 'shared-secret' } & SharedSecret)
  | ({ readonly kind: 'fixed-password' } & FixedPassword)
  | ({ readonly kind: 'credentials-url' } & CredentialsUrl);

const secretText = (what: string) =>
  z.optional(z.string().check(z.refine((value) => !looksWeak(value), `${what}, not one from an example`)));

/** A plain address is accepted on this machine only: the answer has passwords in it. */
const CredentialsUrlSetting = z.string().check(
  z.refine((value) => {
    const url = URL.parse(value);
    return url?.protocol === 'https:' || (url?.protocol === 'http:' && /^(localhost|127\.0\.0\.1)$/.test(url.hostname));
  }, 'needs an https address'),
);

export const turnSettings = {
  LECTERN_TURN_USERNAME: z.optional(z.string().check(z.maxLength(508))),
  LECTERN_TURN_PASSWORD: secretText('needs the password that the TURN service has given you'),
  LECTERN_TURN_PASSWORD_FILE: z.optional(z.string()),
  LECTERN_TURN_CREDENTIALS_URL: z.optional(CredentialsUrlSetting),
  LECTERN_TURN_CREDENTIALS_URL_FILE: z.optional(z.string()),
  LECTERN_TURN_CREDENTIALS_METHOD: z.prefault(z.enum(['GET', 'POST'], 'needs GET or POST'), 'POST'),
  LECTERN_TURN_CREDENTIALS_AUTHORIZATION: secretText('needs the header that the TURN service wants'),
  LECTERN_TURN_CREDENTIALS_AUTHORIZATION_FILE: z.optional(z.string()),
};

type Given = Readonly<Record<string, string | undefined>>;

/** What contradicts itself or is incomplete. */
export function turnProblems(given: Given): readonly string[] {
  const has = (name: string): boolean => given[`LECTERN_TURN_${name}`] !== undefined;
  const problems: string[] = [];
  const kinds = ['SECRET', 'PASSWORD', 'CREDENTIALS_URL'].filter(has).map((name) => `LECTERN_TURN_${name}`);
  if (kinds.length > 1) problems.push(`${kinds.join(' and ')}: set one of them`);
  if (has('PASSWORD') !== has('USERNAME')) {
    problems.push('LECTERN_TURN_USERNAME and LECTERN_TURN_PASSWORD: set both or neither');
  }
  if (has('CREDENTIALS_AUTHORIZATION') && !has('CREDENTIALS_URL')) {
    problems.push('LECTERN_TURN_CREDENTIALS_AUTHORIZATION: set LECTERN_TURN_CREDENTIALS_URL as well');
  }
  if (has('URLS') && has('CREDENTIALS_URL')) {
    problems.push('LECTERN_TURN_URLS: leave it out, the answer of LECTERN_TURN_CREDENTIALS_URL names the servers');
  } else if (has('URLS') && kinds.length === 0) {
    problems.push('LECTERN_TURN_URLS: set LECTERN_TURN_SECRET, or LECTERN_TURN_USERNAME and LECTERN_TURN_PASSWORD');
  } else if (!has('URLS') && (has('SECRET') || has('PASSWORD'))) {
    problems.push(`${kinds[0] ?? ''}: set LECTERN_TURN_URLS as well`);
  }
  return problems;
}

const Settings = z.object(turnSettings);
interface Environment extends z.infer<typeof Settings> {
  readonly LECTERN_TURN_URLS: readonly string[];
  readonly LECTERN_TURN_SECRET?: string | undefined;
  readonly LECTERN_TURN_TTL_S: number;
}

/** Null without TURN. The settings have no problems. */
export function turnFrom(env: Environment): TurnSetting | null {
  const { LECTERN_TURN_URLS: urls, LECTERN_TURN_SECRET: secret, LECTERN_TURN_TTL_S: ttlS } = env;
  if (secret !== undefined) return { kind: 'shared-secret', urls, secret, ttlS };
  const { LECTERN_TURN_USERNAME: username, LECTERN_TURN_PASSWORD: password } = env;
  if (username !== undefined && password !== undefined) return { kind: 'fixed-password', urls, username, password };
  const url = env.LECTERN_TURN_CREDENTIALS_URL;
  if (url === undefined) return null;
  const authorization = env.LECTERN_TURN_CREDENTIALS_AUTHORIZATION ?? null;
  return { kind: 'credentials-url', url, method: env.LECTERN_TURN_CREDENTIALS_METHOD, authorization, ttlS };
}

/** Without secrets, for the log. The path of a URL may hold one. */
export function shownTurn(setting: TurnSetting | null): unknown {
  switch (setting?.kind) {
    case undefined:
      return null;
    case 'shared-secret':
      return { ...setting, secret: '(set)' };
    case 'fixed-password':
      return { ...setting, password: '(set)' };
    case 'credentials-url':
      return { ...setting, url: new URL(setting.url).origin, authorization: setting.authorization && '(set)' };
  }
}
