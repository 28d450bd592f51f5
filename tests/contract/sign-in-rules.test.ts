/** Which people of the identity provider may present: by group, by verified address, by subject. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { TestProvider } from '../support/service/identity-provider.ts';
import { judgedBy, presentingBy } from '../support/service/sign-in-service.ts';
import { startSignaling, type TestService } from '../support/service/start-service.ts';

let provider: TestProvider;
beforeAll(async () => {
  provider = await TestProvider.start();
});
afterAll(() => provider.stop());

let service: TestService | undefined;
afterEach(() => service?.close());

async function start(settings: Record<string, string> = {}): Promise<string> {
  service = await startSignaling(presentingBy(provider, settings));
  return service.url;
}

const judged = (url: string, changed: Record<string, unknown>) => judgedBy(provider, url, changed);

test('only people whom a rule lets in may present', async () => {
  const byGroup = await start();
  expect(await judged(byGroup, { groups: ['students', 'staff'] })).toBe('ok');
  expect(await judged(byGroup, { groups: 'staff' })).toBe('ok');
  for (const groups of [undefined, [], ['Staff'], 'staff,students', { staff: true }]) {
    expect(await judged(byGroup, { groups })).toBe('sign-in-refused');
  }
  expect(await judged(byGroup, { groups: [], email: 'ada@staff', email_verified: true })).toBe('sign-in-refused');
  await service?.close();

  const byPath = await start({ LECTERN_OIDC_GROUPS_CLAIM: 'realm_access.roles' });
  expect(await judged(byPath, { groups: undefined, realm_access: { roles: ['staff'] } })).toBe('ok');
  expect(await judged(byPath, { realm_access: {} })).toBe('sign-in-refused');
  await service?.close();

  const byDomain = await start({ LECTERN_OIDC_GROUPS: '', LECTERN_OIDC_EMAIL_DOMAINS: '@Example.edu, other.example' });
  expect(await judged(byDomain, { email: 'ada@example.EDU', email_verified: true })).toBe('ok');
  for (const person of [
    { email: 'ada@example.edu' },
    { email: 'ada@example.edu', email_verified: 'true' },
    { email: 'ada@sub.example.edu', email_verified: true },
    { email: 'ada@example.edu@evil.example', email_verified: true },
    { email: 'example.edu', email_verified: true },
    {},
  ]) {
    expect([person, await judged(byDomain, person)]).toEqual([person, 'sign-in-refused']);
  }
  await service?.close();

  const bySubject = await start({ LECTERN_OIDC_GROUPS: '', LECTERN_OIDC_SUBJECTS: 'ada,grace' });
  expect(await judged(bySubject, {})).toBe('ok');
  expect(await judged(bySubject, { sub: 'eve' })).toBe('sign-in-refused');
  await service?.close();
  expect(await judged(await start({ LECTERN_OIDC_SUBJECTS: '*' }), { sub: 'eve', groups: [] })).toBe('ok');
});
