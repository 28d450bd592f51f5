/** What the identity provider says about itself (OpenID Connect Discovery 1.0). */
import * as z from 'zod/mini';
import type { ProviderPolicy } from '../policy.ts';
import { boundedFetch } from './bounded-fetch.ts';

/** https, or http on this machine. */
export const isSafeProviderUrl = (text: string): boolean => {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || (protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname));
};

const Metadata = z.object({
  issuer: z.string(),
  jwks_uri: z.string().check(z.refine(isSafeProviderUrl, 'needs https')),
  device_authorization_endpoint: z.optional(z.string()),
});

export interface ProviderMetadata {
  /** Where its signing keys are. */
  readonly keysUrl: URL;
  readonly hasDeviceCodes: boolean;
}

/** Rejects with an error whose message, or whose cause's, says what is wrong. */
export async function readProviderMetadata(issuer: string, policy: ProviderPolicy): Promise<ProviderMetadata> {
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const signal = AbortSignal.timeout(policy.timeoutMs);
  const response = await boundedFetch(url, policy.maxBytes, { signal, headers: { accept: 'application/json' } });
  if (response.status !== 200) throw new Error(`status ${String(response.status)}`);
  const metadata = Metadata.safeParse(await response.json());
  if (!metadata.success) throw new Error('the answer is not provider metadata');
  // Section 4.3: otherwise one provider could speak for another.
  if (metadata.data.issuer !== issuer) throw new Error('the provider names another issuer than the setting');
  const { jwks_uri: keysUrl, device_authorization_endpoint: deviceEndpoint } = metadata.data;
  return { keysUrl: new URL(keysUrl), hasDeviceCodes: deviceEndpoint !== undefined };
}

/** Node's fetch hides the reason in the cause. */
export function whyNotRead(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error && error.cause.message !== '' ? error.cause.message : error.message;
}
