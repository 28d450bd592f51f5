/** Hands the provider's ID token to the service, which answers with an admission. */
import { readBody } from '@lectern/bridge';
import * as z from 'zod/mini';
import { SIGN_IN_PATH, SignInResult, SignalingError, WireError, type SignInParams } from '@lectern/protocol';

interface HandOverOptions {
  readonly origin: string;
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  readonly timeoutMs: number;
}

/** A proxy answers in other ways. */
const Refusal = z.catch(WireError, { code: 'internal', message: '', epoch: undefined });

/** An admission and a name. */
const MAX_RESULT_BYTES = 16_384;

/** Throws a `SignalingError` where the service refuses, and as `fetch` does. */
export async function handOver(
  params: SignInParams,
  { origin, fetch, timeoutMs }: HandOverOptions,
): Promise<SignInResult> {
  const response = await fetch(`${origin}${SIGN_IN_PATH}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(params),
    // A redirect would carry the token to another address.
    redirect: 'error',
    credentials: 'omit',
    cache: 'no-store',
    signal: AbortSignal.timeout(timeoutMs),
  });
  const body = jsonIn((await readBody(response, MAX_RESULT_BYTES)) ?? '');
  if (response.status === 200) return SignInResult.parse(body);
  const { code, message } = Refusal.parse(body);
  throw new SignalingError(code, message);
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // Not ours: a proxy's page.
  }
}
