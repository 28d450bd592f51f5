/**
 * The ICE servers in the `Link` headers of a WHIP answer (RFC 9725, section 4.6; RFC 8288, section
 * 3). Pure.
 */
import type { IceServer } from '@lectern/protocol';

/** As many as a browser takes without a warning, and a few more. */
const MAX_SERVERS = 8;

const LINK = /<([^<>]*)>((?:\s*;\s*[\w-]+\s*=\s*(?:"(?:[^"\\]|\\.)*"|[^\s";,]+))*)/g;
const PARAMETER = /;\s*([\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s";,]+))/g;
const ICE_URL = /^(stuns?|turns?):[^\s]+$/i;

export function iceServersIn(header: string | null): readonly IceServer[] {
  const servers: IceServer[] = [];
  for (const [, url = '', rest = ''] of (header ?? '').matchAll(LINK)) {
    const parameters = parametersIn(rest);
    if (parameters.get('rel') !== 'ice-server' || !ICE_URL.test(url)) continue;
    const [username, credential] = [parameters.get('username'), parameters.get('credential')];
    // A browser refuses all servers where one of TURN has no credentials.
    if (/^turn/i.test(url) && (username === undefined || credential === undefined)) continue;
    servers.push({
      urls: [url],
      ...(username === undefined ? {} : { username }),
      ...(credential === undefined ? {} : { credential }),
    });
  }
  return servers.slice(0, MAX_SERVERS);
}

function parametersIn(text: string): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>();
  for (const [, name = '', quoted, plain = ''] of text.matchAll(PARAMETER)) {
    const key = name.toLowerCase();
    // The first one counts (RFC 8288, section 3.3).
    if (!parameters.has(key)) parameters.set(key, quoted?.replaceAll(/\\(.)/g, '$1') ?? plain);
  }
  return parameters;
}
