/** nginx as a reverse proxy in front of a service on this machine, with the locations of a test. */
import { lookup } from 'node:dns/promises';
import getPort from 'get-port';
import { startReverseProxy } from './reverse-proxy.ts';

export interface Nginx {
  readonly port: number;
  readonly close: () => Promise<void>;
}

interface NginxOptions {
  /** Any free one, if absent. */
  readonly port?: number;
  /** Files: the chain of certificates, and the key of the first. */
  readonly tls?: { readonly certificate: string; readonly key: string };
}

/** `locations`: the blocks of its server, which listens at the address of `localhost`. */
export async function startNginx(locations: string, { port: wanted, tls }: NginxOptions = {}): Promise<Nginx> {
  const port = wanted ?? (await getPort());
  const found = await lookup('localhost', { all: true });
  const addresses = found.map(({ address, family }) => (family === 6 ? `[${address}]` : address));
  const ending = tls === undefined ? '' : ' ssl';
  const configuration = `server {
    ${addresses.map((address) => `listen ${address}:${String(port)}${ending};`).join(' ')}
    ${tls === undefined ? '' : `ssl_certificate ${tls.certificate}; ssl_certificate_key ${tls.key};`}
    proxy_http_version 1.1;
    ${locations}
  }`;
  const proxy = await startReverseProxy('nginx', { configuration, port });
  return { port, close: () => proxy.close() };
}
