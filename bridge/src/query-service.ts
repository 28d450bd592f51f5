/**
 * Asks an address which service answers there, how fast, and whether this presenter may present.
 * For both bridges.
 */
import { PRESENTER_KEY_HEADER, SERVICE_VERSION_PATH, spoken } from '@lectern/protocol';
import { MAX_ANSWER_BYTES, QUERY_TIMEOUT_MS } from './policy.ts';
import { readAnswer } from './service-answer.ts';
import type { ServiceReach, Unreachable } from './services.ts';

interface QueryOptions {
  /**
   * In the app Electron's `net.fetch`, which uses the system's proxy and the certificates that
   * Chromium trusts.
   */
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  /** The presenter key that is stored for this service. */
  readonly key: string | null;
  /** Interprets the error of a failed request, which differs between runtimes. */
  readonly whyUnreachable: (error: unknown) => Unreachable;
  /** Called with the text of that error, for the log. */
  readonly onFailure?: (reason: string) => void;
  readonly timeoutMs?: number;
}

/** Never rejects: what is wrong is part of the result. */
export async function queryService(origin: string, options: QueryOptions): Promise<ServiceReach> {
  const { fetch, key, whyUnreachable, onFailure, timeoutMs = QUERY_TIMEOUT_MS } = options;
  const startedAtMs = performance.now();
  try {
    const response = await fetch(`${origin}${SERVICE_VERSION_PATH}`, {
      headers: key === null ? {} : { [PRESENTER_KEY_HEADER]: key },
      // A redirect would carry the key to another address.
      redirect: 'error',
      credentials: 'omit',
      cache: 'no-store',
      signal: AbortSignal.timeout(timeoutMs),
    });
    const latencyMs = Math.round(performance.now() - startedAtMs);
    return readAnswer({ status: response.status, body: await readStart(response), latencyMs }, spoken);
  } catch (error) {
    onFailure?.(error instanceof Error ? error.message : String(error));
    return { kind: 'unreachable', why: whyUnreachable(error) };
  }
}

/** The whole body, or nothing where it is too long to be ours. */
async function readStart(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  if (reader === undefined) return '';
  const decoder = new TextDecoder();
  let text = '';
  let length = 0;
  while (length < MAX_ANSWER_BYTES) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    text += decoder.decode(value, { stream: true });
    length += value.length;
  }
  await reader.cancel();
  return '';
}
