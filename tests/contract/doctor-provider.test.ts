/** The doctor's look at the identity provider, which is a real one. */
import { defaultPolicy, readConfig } from '@lectern/signaling-server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkProvider } from '../../signaling-server/src/admin/doctor/check-provider.ts';
import { TestProvider } from '../support/service/identity-provider.ts';
import { signInSettings } from '../support/service/sign-in-service.ts';

let provider: TestProvider;
beforeAll(async () => {
  provider = await TestProvider.start();
});
afterAll(() => provider.stop());

async function found(settings: Record<string, string> = {}): Promise<string[]> {
  const { presenting } = readConfig(signInSettings(provider, settings));
  if (presenting.kind !== 'oidc') throw new Error('not by sign-in');
  const findings = await checkProvider(presenting.oidc, defaultPolicy.provider);
  return findings.map(({ verdict, says }) => `${verdict} ${says}`);
}

test('a provider that answers is well, and what only presenters can try is named', async () => {
  expect(await found({ LECTERN_OIDC_DEVICE_CODE: 'on' })).toEqual([
    expect.stringMatching(/^ok .*its keys can be read$/),
    expect.stringMatching(/^outside .*presenters’ computers/),
  ]);
});

test('an issuer that is not written as the provider writes it, and a provider that is down, are faults', async () => {
  expect(await found({ LECTERN_OIDC_ISSUER: `${provider.issuer}/` })).toEqual([
    expect.stringMatching(/^fault .*names another issuer than the setting/),
  ]);
  expect(await found({ LECTERN_OIDC_ISSUER: `${provider.issuer}/realms/none` })).toEqual([
    expect.stringMatching(/^fault .*status 404/),
  ]);
  await provider.stop();
  expect(await found()).toEqual([expect.stringMatching(/^fault .*cannot be used \(/)]);
  await provider.startAgain();
});
