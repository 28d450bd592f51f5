/**
 * A configuration of a reverse proxy as an admin gets it, for a test: only names, ports and paths
 * of files are changed.
 */
import { lookup } from 'node:dns/promises';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeAuthority } from './private-authority.ts';
import type { ReverseProxy } from './reverse-proxy.ts';

export interface ProxyPlace {
  /** With `localhost.crt`, `localhost.key` and both in `localhost.pem`. */
  readonly folder: string;
  readonly port: number;
  /** Those of `localhost`. */
  readonly addresses: readonly string[];
  /** The service's addresses, by those that the configuration has. */
  readonly services: Readonly<Record<string, string>>;
}

/** A folder with a certificate for `localhost`, and `ca.crt` that it is to be checked with. */
export function makeProxyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lectern-proxies-'));
  makeAuthority(folder);
  const both = ['localhost.crt', 'localhost.key'].map((name) => readFileSync(join(folder, name), 'utf8'));
  writeFileSync(join(folder, 'localhost.pem'), both.join(''));
  return folder;
}

export const localAddresses = async (): Promise<readonly string[]> =>
  (await lookup('localhost', { all: true })).map(({ address }) => address);

/**
 * Each replacement must find what it replaces, so that a configuration cannot leave its test
 * behind.
 */
export function replaced(text: string, pairs: readonly (readonly [from: RegExp, to: string])[]): string {
  return pairs.reduce((changed, [from, to]) => {
    if (!from.test(changed)) throw new Error(`the configuration has no ${String(from)}`);
    return changed.replaceAll(new RegExp(from, 'g'), () => to);
  }, text);
}

const bracketed = (address: string): string => (address.includes(':') ? `[${address}]` : address);

const servicePairs = (services: ProxyPlace['services']): readonly (readonly [RegExp, string])[] =>
  Object.entries(services).map(([from, to]) => [new RegExp(from.replaceAll('.', String.raw`\.`)), to]);

export const adapted: Readonly<Record<ReverseProxy, (text: string, place: ProxyPlace) => string>> = {
  caddy: (text, { folder, port, addresses, services }) =>
    `{\n admin off\n auto_https off\n}\n${replaced(text, [
      [
        /(lectern\.example|example\.org) \{/,
        `https://localhost:${String(port)} {\n bind ${addresses.join(' ')}\n tls ${folder}/localhost.crt ${folder}/localhost.key`,
      ],
      ...servicePairs(services),
    ])}`,
  nginx: (text, { folder, port, addresses, services }) =>
    replaced(text, [
      [/listen \[::\]:443 ssl http2;/, ''],
      [
        /listen 443 ssl http2;/,
        addresses.map((address) => `listen ${bracketed(address)}:${String(port)} ssl http2;`).join(' '),
      ],
      [/server_name \S+;/, 'server_name localhost;'],
      [/\/etc\/letsencrypt\/live\/[a-z.]+\/fullchain\.pem/, `${folder}/localhost.crt`],
      [/\/etc\/letsencrypt\/live\/[a-z.]+\/privkey\.pem/, `${folder}/localhost.key`],
      ...servicePairs(services),
    ]).replace('/var/log/nginx', folder),
  haproxy: (text, { folder, port, addresses, services }) =>
    replaced(text, [
      [/bind :::443 v4v6/, `bind ${addresses.map((address) => `${address}:${String(port)}`).join(',')}`],
      [/\/etc\/haproxy\/certs\/[a-z.]+\.pem/, `${folder}/localhost.pem`],
      ...servicePairs(services),
    ]),
};
