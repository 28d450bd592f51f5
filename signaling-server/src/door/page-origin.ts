/**
 * Which pages may connect: the service's own, and those of the settings. A page of another origin
 * is refused in its handshake. Before that, a browser tells the page nothing, which then takes it
 * for a network that blocks WebSockets.
 */
import type { IncomingMessage } from 'node:http';
import { SignalingError } from '@lectern/protocol';
import { isAllowedOrigin, type Dialed } from './addresses.ts';
import { warnOfOtherName, type OtherNameDeps } from './other-name.ts';
import { serviceNames } from './service-names.ts';

export interface PageOriginDeps extends OtherNameDeps {
  readonly config: OtherNameDeps['config'] & { readonly allowedOrigins: readonly string[] };
  /** The port that the service listens on. */
  readonly port: () => number;
}

/** Throws `wrong-service`. Programs that are no browsers send no origin. */
export function checkPageOrigin(deps: PageOriginDeps, { headers }: IncomingMessage, dialed: Dialed): void {
  const { origin } = headers;
  const { publicUrl, allowedOrigins } = deps.config;
  if (origin !== undefined && !allowedOrigins.includes(origin) && isUnencrypted(origin, dialed, publicUrl)) {
    throw new SignalingError('wrong-service', 'the page was opened over http, and the service is reached over https');
  }
  const allowed = publicUrl === null ? allowedOrigins : [...allowedOrigins, new URL(publicUrl).origin];
  if (isAllowedOrigin(origin, dialed, allowed)) return;
  const name = URL.parse(origin ?? '')?.host ?? '';
  // A proxy has changed the host: the page itself knows by which name it was opened.
  if (serviceNames(deps.config, deps.port()).includes(name)) return;
  warnOfOtherName(deps, 'a page was opened', name);
  throw new SignalingError('wrong-service', 'a page of this origin may not connect');
}

/** A page over http of a name that is reached over https: anybody on its line could have written it. */
function isUnencrypted(origin: string, { secure }: Dialed, publicUrl: string | null): boolean {
  const page = URL.parse(origin);
  if (page?.protocol !== 'http:') return false;
  const known = publicUrl === null ? null : new URL(publicUrl);
  return secure || (known?.protocol === 'https:' && known.host === page.host);
}
