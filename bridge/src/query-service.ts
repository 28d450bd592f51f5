/**
 * Asks an address which service answers there, how fast, and whether this presenter may present.
 * For both bridges.
 */
import { ADMISSION_HEADER, PRESENTER_KEY_HEADER, SERVICE_VERSION_PATH, spoken } from '@lectern/protocol';
import { MAX_ANSWER_BYTES, QUERY_TIMEOUT_MS } from './policy.ts';
import { readBody } from './read-body.ts';
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
  /** The admission of the sign-in at this service, where there is one. */
  readonly admission?: string | null;
  /** Interprets the error of a failed request, which differs between runtimes. */
  readonly whyUnreachable: (error: unknown) => Unreachable;
  /** Called with the text of that error, for the log. */
  readonly onFailure?: (reason: string) => void;
  readonly timeoutMs?: number;
}

/** Never rejects: what is wrong is part of the result. */
export async function queryService(origin: string, options: QueryOptions): Promise<ServiceReach> {
  const { fetch, key, admission = null, whyUnreachable, onFailure, timeoutMs = QUERY_TIMEOUT_MS } = options;
  const startedAtMs = performance.now();
  try {
    const response = await fetch(`${origin}${SERVICE_VERSION_PATH}`, {
      headers: {
        ...(key === null ? {} : { [PRESENTER_KEY_HEADER]: key }),
        ...(admission === null ? {} : { [ADMISSION_HEADER]: admission }),
      },
      // A redirect would carry them to another address.
      redirect: 'error',
      credentials: 'omit',
      cache: 'no-store',
      signal: AbortSignal.timeout(timeoutMs),
    });
    const latencyMs = Math.round(performance.now() - startedAtMs);
    // One that is too long is not ours.
    const body = (await readBody(response, MAX_ANSWER_BYTES)) ?? '';
    return readAnswer({ status: response.status, body, latencyMs }, spoken);
  } catch (error) {
    onFailure?.(error instanceof Error ? error.message : String(error));
    return { kind: 'unreachable', why: whyUnreachable(error) };
  }
}
