/** Obstacles to TCP on some routers: a captive portal, and a proxy that cuts connections. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { LineEnd } from './line-end.ts';

/** How a portal answers what its guest asks of other servers. */
export type PortalAnswer = 'redirect' | 'page';

const PORTAL_PORT = 8099;
const PROXY_PORT = 8098;

/**
 * A captive portal on a router, whose guests are behind `inside`: it answers every TCP connection
 * itself and drops all else, also of connections that stood before. Call the result to open it.
 */
export async function closePortal(inside: LineEnd, answer: PortalAnswer): Promise<() => Promise<void>> {
  const { namespace, device } = inside;
  const end = await startProgram(inside, 'portal-server.ts', String(PORTAL_PORT), answer);
  await namespace.nft(
    'add table ip portal',
    'add chain ip portal in { type nat hook prerouting priority -110; }',
    `add rule ip portal in iifname ${device} meta l4proto tcp redirect to :${String(PORTAL_PORT)}`,
    'add chain ip portal through { type filter hook forward priority -10; policy drop; }',
  );
  return async () => {
    await namespace.nft('delete table ip portal');
    await end();
  };
}

/**
 * A proxy on a router that ends each connection to this server after so long. Those that stood
 * before are reset. Call the result to remove it.
 */
export async function cutConnections(
  inside: LineEnd,
  server: { readonly address: string; readonly port: number },
  afterMs: number,
): Promise<() => Promise<void>> {
  const { namespace, device } = inside;
  const port = String(server.port);
  const end = await startProgram(inside, 'cutting-proxy.ts', String(PROXY_PORT), server.address, port, String(afterMs));
  const match = `ip daddr ${server.address} tcp dport ${port}`;
  await namespace.nft(
    'add table ip cutting',
    'add chain ip cutting in { type nat hook prerouting priority -110; }',
    `add rule ip cutting in iifname ${device} ${match} redirect to :${String(PROXY_PORT)}`,
    // New connections end at the router.
    'add chain ip cutting through { type filter hook forward priority -10; policy accept; }',
    `add rule ip cutting through iifname ${device} ${match} reject with tcp reset`,
  );
  return async () => {
    await namespace.nft('delete table ip cutting');
    await end();
  };
}

/**
 * Starts a program of this folder on the router and waits until it says something. The result ends
 * it.
 */
async function startProgram(
  { namespace }: LineEnd,
  name: string,
  ...args: readonly string[]
): Promise<() => Promise<void>> {
  const program: ChildProcess = namespace.startNode([join(import.meta.dirname, name), ...args]);
  const gone = once(program, 'exit');
  if (program.stdout === null) throw new Error(`${name} has no output`);
  await Promise.race([
    once(program.stdout, 'data'),
    gone.then(([code]) => Promise.reject(new Error(`${name} ended with ${String(code)}`))),
  ]);
  return async () => {
    program.kill('SIGKILL');
    await gone;
  };
}
