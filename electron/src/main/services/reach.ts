/** What the answer of an address, or the lack of one, says about the service there. Pure. */
import { agreeOnVersion, ServiceVersion, VersionRange } from '@lectern/protocol';
import * as z from 'zod/mini';
import type { ServiceReach, Unreachable } from '../../bridge/services.ts';

/** Chromium's names for what went wrong, the first that fits. */
const networkFailures: readonly (readonly [RegExp, Unreachable])[] = [
  [/ERR_INTERNET_DISCONNECTED/, 'offline'],
  [/ERR_NAME_/, 'name-not-found'],
  [/ERR_CERT_|ERR_SSL_|ERR_BAD_SSL_|ERR_CERTIFICATE_/, 'certificate'],
  [/ERR_(TUNNEL_|PROXY_|MANDATORY_PROXY_|SOCKS_|UNEXPECTED_PROXY_|NO_SUPPORTED_PROXIES)/, 'proxy'],
  [/ERR_(CONNECTION_)?TIMED_OUT/, 'timed-out'],
  [/ERR_(CONNECTION_REFUSED|ADDRESS_UNREACHABLE)/, 'refused'],
  [/ERR_(INVALID_HTTP_RESPONSE|TOO_MANY_REDIRECTS|UNSAFE_REDIRECT)|redirect/i, 'not-lectern'],
];

export function whyUnreachable(error: unknown): Unreachable {
  if (!(error instanceof Error)) return 'no-answer';
  if (error.name === 'TimeoutError' || error.name === 'AbortError') return 'timed-out';
  return networkFailures.find(([pattern]) => pattern.test(error.message))?.[1] ?? 'no-answer';
}

/** Enough to compare versions; the rest may have another shape in another version. */
const Greeting = z.object({ service: z.literal('lectern'), version: z.catch(z.string(), ''), protocol: VersionRange });

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly latencyMs: number;
}

export function readAnswer({ status, body, latencyMs }: Answer, spoken: VersionRange): ServiceReach {
  // A proxy in front of the service says that the service is not there.
  if ([502, 503, 504].includes(status)) return { kind: 'unreachable', why: 'no-answer' };
  if (status === 407) return { kind: 'unreachable', why: 'proxy' };
  const json = jsonIn(body);
  const greeting = Greeting.safeParse(json);
  if (status !== 200 || !greeting.success) return { kind: 'unreachable', why: 'not-lectern' };
  const agreed = agreeOnVersion(spoken, greeting.data.protocol);
  if ('refused' in agreed) {
    const kind = agreed.refused === 'client-too-old' ? 'app-too-old' : 'service-too-old';
    return { kind, version: greeting.data.version };
  }
  const said = ServiceVersion.safeParse(json);
  if (!said.success) return { kind: 'unreachable', why: 'not-lectern' };
  return { kind: 'reachable', version: said.data.version, latencyMs, presenting: said.data.presenting };
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // Some other page.
  }
}
