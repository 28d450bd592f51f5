/**
 * The identity provider with which presenters sign in: does this machine reach it, and its keys?
 */
import { boundedFetch } from '../../door/bounded-fetch.ts';
import { readProviderMetadata, whyNotRead } from '../../door/provider-metadata.ts';
import type { ProviderPolicy } from '../../policy.ts';
import type { OidcConfig } from '../../door/sign-ins.ts';
import { fault, ok, outside, warning, type Finding } from './finding.ts';

const SUBJECT = 'sign-in';

export async function checkProvider(oidc: OidcConfig, policy: ProviderPolicy): Promise<readonly Finding[]> {
  const { issuer } = oidc;
  try {
    const { keysUrl, hasDeviceCodes } = await readProviderMetadata(issuer, policy);
    const signal = AbortSignal.timeout(policy.timeoutMs);
    const { status } = await boundedFetch(keysUrl.href, policy.maxBytes, { signal });
    if (status !== 200) {
      return [fault(SUBJECT, `the provider’s keys at ${keysUrl.href} cannot be read (status ${String(status)})`, mend)];
    }
    return [
      ok(SUBJECT, `the identity provider ${issuer} answers, and its keys can be read`),
      ...(oidc.deviceCode && !hasDeviceCodes ? [noDeviceCodes] : []),
      outside(
        SUBJECT,
        'whether the presenters’ computers reach the provider, and whether the client is registered there',
      ),
    ];
  } catch (error) {
    return [fault(SUBJECT, `the identity provider ${issuer} cannot be used (${whyNotRead(error)})`, mend)];
  }
}

const mend =
  'compare LECTERN_OIDC_ISSUER with `issuer` in the provider’s own .well-known/openid-configuration, and let this machine reach it';

const noDeviceCodes = warning(
  SUBJECT,
  'LECTERN_OIDC_DEVICE_CODE is on, but the provider offers no device codes',
  'turn the device authorization grant on there, or the setting off',
);
