/** The settings of presenting by the admin's identity provider (`LECTERN_PRESENTING=oidc`). */
import * as z from 'zod/mini';
import { isSafeProviderUrl } from '../door/provider-metadata.ts';
import type { OidcConfig } from '../door/sign-ins.ts';
import { whole } from './whole-number.ts';

const list = (what: string, form: RegExp) =>
  z.pipe(
    z.pipe(
      z.prefault(z.string(), ''),
      z.transform((value) => value.split(',').flatMap((part) => part.trim() || [])),
    ),
    z.array(z.string().check(z.regex(form, what))),
  );

const Issuer = z.string().check(
  z.maxLength(512),
  z.refine(
    (text) => isSafeProviderUrl(text) && !/[?#\s]/.test(text),
    'not an issuer such as https://login.example.org/realms/main: with https, and as the provider itself writes it',
  ),
);

/** A domain, perhaps written with the `@` of an address. */
const DOMAIN = /^@?[a-z\d]([a-z\d-]*[a-z\d])?(\.[a-z\d]([a-z\d-]*[a-z\d])?)+$/i;

export const oidcSettings = {
  LECTERN_OIDC_ISSUER: z.optional(Issuer),
  LECTERN_OIDC_CLIENT_ID: z.optional(z.string().check(z.maxLength(256))),
  LECTERN_OIDC_PUBLISHED_SECRET: z.optional(z.string().check(z.maxLength(512))),
  LECTERN_OIDC_SCOPE: z.prefault(
    z
      .string()
      .check(z.maxLength(512), z.regex(/(^| )openid( |$)/, 'needs `openid` among its words, with spaces between')),
    'openid profile email',
  ),
  LECTERN_OIDC_DEVICE_CODE: z.prefault(z.enum(['on', 'off'], 'needs `on` or `off`'), 'off'),
  LECTERN_OIDC_SUBJECTS: list('not a subject, as `sub` of an ID token has it', /^\S{1,255}$/),
  LECTERN_OIDC_GROUPS: list('not the name of a group', /^[^,]{1,255}$/),
  LECTERN_OIDC_GROUPS_CLAIM: z.prefault(z.string().check(z.maxLength(255)), 'groups'),
  LECTERN_OIDC_EMAIL_DOMAINS: list('not a domain such as example.edu', DOMAIN),
  LECTERN_OIDC_REVOKED_FILE: z.optional(z.string()),
  LECTERN_OIDC_SIGN_IN_HOURS: whole(12, 1, 12),
};

const Settings = z.object(oidcSettings);
type Settings = z.infer<typeof Settings>;

/** What is missing where presenting is by identity provider. */
export function oidcProblems(given: Readonly<Record<string, string | undefined>>): string[] {
  const problems: string[] = [];
  if (given['LECTERN_OIDC_ISSUER'] === undefined) {
    problems.push('LECTERN_OIDC_ISSUER: set it with LECTERN_PRESENTING=oidc, to the issuer of your identity provider');
  }
  if (given['LECTERN_OIDC_CLIENT_ID'] === undefined) {
    problems.push(
      'LECTERN_OIDC_CLIENT_ID: set it with LECTERN_PRESENTING=oidc, to the client that you have registered',
    );
  }
  const rules = ['LECTERN_OIDC_SUBJECTS', 'LECTERN_OIDC_GROUPS', 'LECTERN_OIDC_EMAIL_DOMAINS'];
  if (rules.every((name) => !/[^\s,]/.test(given[name] ?? ''))) {
    problems.push(
      `${rules.join(', ')}: set at least one of them with LECTERN_PRESENTING=oidc, to say who may present; ` +
        'LECTERN_OIDC_SUBJECTS=* is everybody with an account there',
    );
  }
  return problems;
}

/** What is set although presenting is not by identity provider: it would do nothing. */
export const oidcNeedless = (given: Readonly<Record<string, string | undefined>>): string[] =>
  Object.keys(oidcSettings)
    .filter((name) => given[name] !== undefined)
    .map((name) => `${name}: set LECTERN_PRESENTING=oidc as well`);

/** Null where it is not set up. */
export function oidcConfigFrom(env: Settings): OidcConfig | null {
  const { LECTERN_OIDC_ISSUER: issuer, LECTERN_OIDC_CLIENT_ID: clientId } = env;
  if (issuer === undefined || clientId === undefined) return null;
  return {
    issuer,
    clientId,
    publishedSecret: env.LECTERN_OIDC_PUBLISHED_SECRET ?? null,
    scope: env.LECTERN_OIDC_SCOPE,
    deviceCode: env.LECTERN_OIDC_DEVICE_CODE === 'on',
    allowed: {
      subjects: env.LECTERN_OIDC_SUBJECTS,
      groups: env.LECTERN_OIDC_GROUPS,
      groupsClaim: env.LECTERN_OIDC_GROUPS_CLAIM,
      emailDomains: env.LECTERN_OIDC_EMAIL_DOMAINS.map((domain) => domain.replace(/^@/, '').toLowerCase()),
    },
    signInMs: env.LECTERN_OIDC_SIGN_IN_HOURS * 3_600_000,
  };
}
