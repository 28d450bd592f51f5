/** One look at a service, for whichever bridge looks: who answers at its address, how fast, and whether this presenter would be let in. */
import { PRESENTER_KEY_HEADER, SERVICE_VERSION_PATH, spoken } from '@lectern/protocol';
import { readAnswer } from './service-answer.ts';
import type { ServiceReach, Unreachable } from './services.ts';

const TIMEOUT_MS = 6_000;
/** An answer of ours has some two hundred; nobody else's is worth reading to its end. */
const MAX_BODY_BYTES = 16_384;

interface Asking {
  /** In the app Electron's `net.fetch`: it goes the system's proxy and believes the certificates that Chromium believes. */
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  /** The key that is kept for this service. */
  readonly key: string | null;
  /** What a failed request says about the way there, as far as whoever asks is told. */
  readonly whyUnreachable: (error: unknown) => Unreachable;
  readonly timeoutMs?: number;
}

export async function askService(
  origin: string,
  { fetch, key, whyUnreachable, timeoutMs = TIMEOUT_MS }: Asking,
): Promise<ServiceReach> {
  const startedAtMs = performance.now();
  try {
    const response = await fetch(`${origin}${SERVICE_VERSION_PATH}`, {
      headers: key === null ? {} : { [PRESENTER_KEY_HEADER]: key },
      // Followed, it would carry the key to wherever the answer points.
      redirect: 'error',
      credentials: 'omit',
      cache: 'no-store',
      signal: AbortSignal.timeout(timeoutMs),
    });
    const latencyMs = Math.round(performance.now() - startedAtMs);
    return readAnswer({ status: response.status, body: await readStart(response), latencyMs }, spoken);
  } catch (error) {
    return { kind: 'unreachable', why: whyUnreachable(error) };
  }
}

async function readStart(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  if (reader === undefined) return '';
  const decoder = new TextDecoder();
  let text = '';
  let length = 0;
  while (length < MAX_BODY_BYTES) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    text += decoder.decode(value, { stream: true });
    length += value.length;
  }
  await reader.cancel();
  return '';
}
