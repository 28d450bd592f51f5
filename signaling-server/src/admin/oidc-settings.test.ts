/** The settings of sign-in, and combinations that stop the start. */
import { expect, test } from 'vitest';
import { ConfigError } from './config-error.ts';
import { readConfig, redacted } from './config.ts';

const needed = {
  LECTERN_PRESENTING: 'oidc',
  LECTERN_OIDC_ISSUER: 'https://login.example/realms/main',
  LECTERN_OIDC_CLIENT_ID: 'lectern',
  LECTERN_OIDC_GROUPS: 'staff, physics',
};

/** The settings that the start is refused for. */
function refusedFor(env: Record<string, string>): string {
  try {
    readConfig(env);
    return '';
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
}
const without = (name: keyof typeof needed) =>
  Object.fromEntries(Object.entries(needed).filter(([other]) => other !== name));

test('the provider, the client and who may present', () => {
  expect(readConfig(needed).presenting).toEqual({
    kind: 'oidc',
    oidc: {
      issuer: 'https://login.example/realms/main',
      clientId: 'lectern',
      publishedSecret: null,
      scope: 'openid profile email',
      deviceCode: false,
      allowed: { subjects: [], groups: ['staff', 'physics'], groupsClaim: 'groups', emailDomains: [] },
      signInMs: 43_200_000,
    },
    revokedFile: null,
  });
});

test('what is missing stops the start: also a rule, so that no one is admitted by mistake', () => {
  expect(refusedFor(without('LECTERN_OIDC_ISSUER'))).toContain('LECTERN_OIDC_ISSUER: set it');
  expect(refusedFor(without('LECTERN_OIDC_CLIENT_ID'))).toContain('LECTERN_OIDC_CLIENT_ID: set it');
  expect(refusedFor(without('LECTERN_OIDC_GROUPS'))).toContain('LECTERN_OIDC_EMAIL_DOMAINS: set at least one');
  expect(refusedFor({ ...needed, LECTERN_OIDC_GROUPS: ' , ' })).toContain('set at least one');
});

test('settings that would do nothing, or contradict each other, stop the start', () => {
  expect(refusedFor(without('LECTERN_PRESENTING'))).toContain(
    'LECTERN_OIDC_GROUPS: set LECTERN_PRESENTING=oidc as well',
  );
  expect(refusedFor({ ...needed, LECTERN_PRESENTING: 'keys' })).toContain('set LECTERN_PRESENTING=oidc as well');
  expect(refusedFor({ ...needed, LECTERN_PRESENTER_KEYS: 'open' })).toContain('contradict each other');
});

test.each([
  ['LECTERN_OIDC_ISSUER', 'http://login.example'],
  ['LECTERN_OIDC_ISSUER', 'login.example'],
  ['LECTERN_OIDC_ISSUER', 'https://login.example/?tenant=1'],
  ['LECTERN_OIDC_SCOPE', 'profile email'],
  ['LECTERN_OIDC_SCOPE', 'openid-like'],
  ['LECTERN_OIDC_EMAIL_DOMAINS', '*'],
  ['LECTERN_OIDC_EMAIL_DOMAINS', 'ada@example.edu'],
  ['LECTERN_OIDC_DEVICE_CODE', 'yes'],
  ['LECTERN_OIDC_SIGN_IN_HOURS', '13'],
  ['LECTERN_OIDC_SIGN_IN_HOURS', '0'],
])('%s=%s is refused', (name, value) => {
  expect(refusedFor({ ...needed, [name]: value })).toContain(name);
});

test('a provider on this machine may use http; domains may be written as in an address', () => {
  const env = { ...needed, LECTERN_OIDC_ISSUER: 'http://127.0.0.1:8080/realms/main' };
  const { presenting } = readConfig({ ...env, LECTERN_OIDC_EMAIL_DOMAINS: '@Example.EDU' });
  expect(presenting).toMatchObject({ oidc: { allowed: { emailDomains: ['example.edu'] } } });
});

test('the log does not have the secret, although every app gets it', () => {
  const config = readConfig({ ...needed, LECTERN_OIDC_PUBLISHED_SECRET: 'GOCSPX-abc' });
  expect(JSON.stringify(redacted(config))).not.toContain('GOCSPX');
});
