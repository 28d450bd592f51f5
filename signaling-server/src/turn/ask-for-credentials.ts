/** Asks the credentials URL of a hosted TURN service once. */
import { boundedFetch } from '../door/bounded-fetch.ts';
import { readCredentials, type FetchedServers } from './credentials-answer.ts';

export interface CredentialsUrl {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  /** The value of the `Authorization` header. */
  readonly authorization: string | null;
  /** How long the credentials should be valid. */
  readonly ttlS: number;
}

export interface FetchLimits {
  readonly timeoutMs: number;
  readonly maxBytes: number;
}

/** Throws where the service does not answer in time, or answers something else. */
export async function askForCredentials(
  { url, method, authorization, ttlS }: CredentialsUrl,
  { timeoutMs, maxBytes }: FetchLimits,
  cancel?: AbortSignal,
): Promise<FetchedServers> {
  const late = AbortSignal.timeout(timeoutMs);
  const response = await boundedFetch(url, maxBytes, {
    method,
    signal: cancel === undefined ? late : AbortSignal.any([cancel, late]),
    headers: {
      accept: 'application/json',
      ...(authorization === null ? {} : { authorization }),
      ...(method === 'POST' ? { 'content-type': 'application/json' } : {}),
    },
    ...(method === 'POST' ? { body: JSON.stringify({ ttl: ttlS }) } : {}),
  });
  if (!response.ok) throw new Error(`status ${String(response.status)}`);
  return readCredentials(await response.json());
}

/** What was wrong, without the answer, which may hold credentials. */
export function problemOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  if (error.name === 'SyntaxError' || error.name.includes('Zod')) return 'the answer has an unknown form';
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
