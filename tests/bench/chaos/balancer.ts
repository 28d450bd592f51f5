/** HAProxy in front of two instances, with the file of `build/balancers`. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import getPort from 'get-port';
import { replaced } from '../../support/machine/adapted-proxy.ts';
import { startReverseProxy, type RunningProxy } from '../../support/machine/reverse-proxy.ts';

/** `hashed`: all clients of a room go to one instance. `any`: each goes where it happens to. */
export type Balancing = 'hashed' | 'any';

export interface Balancer extends RunningProxy {
  readonly url: string;
}

const shipped = readFileSync(resolve(import.meta.dirname, '../../../build/balancers/haproxy.cfg'), 'utf8');

/**
 * The clients stand for an audience at home: each connection has an address of its own. They come
 * without TLS, which would cost them more than all else that they do.
 */
const changes: readonly (readonly [RegExp, string])[] = [
  [/option forwardfor/, 'http-request set-header X-Forwarded-For 10.%[rand(250)].%[rand(250)].%[rand(250)]'],
  [/X-Forwarded-Proto https/, 'X-Forwarded-Proto http'],
];
const anyInstance: readonly (readonly [RegExp, string])[] = [
  [/balance url_param a/, 'balance roundrobin'],
  [/\n +hash-type consistent/, ''],
];

export async function startBalancer(
  balancing: Balancing,
  [first, second]: readonly [number, number],
  wanted?: number,
): Promise<Balancer> {
  const port = wanted ?? (await getPort());
  const configuration = replaced(shipped, [
    [/bind :::443 .*/, `bind 127.0.0.1:${String(port)}`],
    ...changes,
    ...(balancing === 'any' ? anyInstance : []),
    [/10\.0\.0\.11:8420/, `127.0.0.1:${String(first)}`],
    [/10\.0\.0\.12:8420/, `127.0.0.1:${String(second)}`],
  ]);
  const proxy = await startReverseProxy('haproxy', { configuration, port });
  return { url: `http://127.0.0.1:${String(port)}`, close: () => proxy.close() };
}
