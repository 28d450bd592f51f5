/** HAProxy in front of two instances, as an admin sets it up. */
import getPort from 'get-port';
import { startReverseProxy, type RunningProxy } from '../../support/machine/reverse-proxy.ts';

/** `hashed`: all clients of a room go to one instance. `any`: each goes where it happens to. */
export type Balancing = 'hashed' | 'any';

export interface Balancer extends RunningProxy {
  readonly url: string;
}

/**
 * A room stays on the instance that it has moved to, also when the other is back: that is what the
 * table is for.
 */
const ways: Readonly<Record<Balancing, string>> = {
  hashed: `balance url_param a
    hash-type consistent
    stick-table type string len 8 size 100k expire 1h
    stick on url_param(a)`,
  any: 'balance roundrobin',
};

/** The clients stand for an audience at home: each connection has an address of its own. */
const ownAddresses = 'http-request set-header X-Forwarded-For 10.%[rand(250)].%[rand(250)].%[rand(250)]';

export async function startBalancer(
  balancing: Balancing,
  ports: readonly number[],
  wanted?: number,
): Promise<Balancer> {
  const port = wanted ?? (await getPort());
  const configuration = `global
    maxconn 9000
defaults
    mode http
    timeout connect 1s
    timeout client 60s
    timeout server 60s
    timeout tunnel 1h
    option redispatch 1
    retries 2
frontend lectern
    bind 127.0.0.1:${String(port)}
    ${ownAddresses}
    default_backend instances
backend instances
    ${ways[balancing]}
    option httpchk GET /readyz
    default-server check inter 1s fall 2 rise 1 on-marked-down shutdown-sessions
    ${ports.map((to, index) => `server instance${String(index + 1)} 127.0.0.1:${String(to)}`).join('\n    ')}
`;
  const proxy = await startReverseProxy('haproxy', { configuration, port });
  return { url: `http://127.0.0.1:${String(port)}`, close: () => proxy.close() };
}
