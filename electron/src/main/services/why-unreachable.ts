/** Why a request did not reach a service, from the error that it failed with. Pure. */
import type { Unreachable } from '@lectern/bridge';

/** Chromium's error names; the first match counts. */
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
