/**
 * Port 443 of `build/compose.yaml`, which web and TURN share: the real HAProxy with its file, and
 * the real coturn with its start script and a certificate where Caddy would keep it.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { createHmac, randomBytes } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { connect } from 'node:tls';
import getPort from 'get-port';
import { afterEach, expect, test } from 'vitest';
import { endChild } from '../../scripts/programs/run-program.ts';
import { systemPrograms } from '../../scripts/programs/system-programs.ts';
import { findProgram } from '../support/machine/find-program.ts';
import { makeAuthority } from '../support/machine/private-authority.ts';
import { trustAuthority, TurnClient } from '../support/machine/turn-client.ts';
import { startReverseProxy, type RunningProxy } from '../support/machine/reverse-proxy.ts';

const build = resolve(import.meta.dirname, '../../build');
const SECRET = 'kJ8w2LqZ5nR7vT1xYb4cD6fG9hM3pS0u';
/** The name of the certificates that tests make. */
const TURN_DOMAIN = 'localhost';
/** With two IPv4 addresses. It may come in a packet of its own. */
const PROXY_V2_BYTES = 28;
const PROXY_V2 = Buffer.from('0d0a0d0a000d0a515549540a', 'hex');

let proxy: RunningProxy | undefined;
let web: Server | undefined;
let coturn: ChildProcess | undefined;
afterEach(async () => {
  await proxy?.close();
  web?.close();
  if (coturn !== undefined) await endChild(coturn);
});

/** Stands for Caddy: keeps the first bytes of each connection. */
async function startWeb(firstBytes: Buffer[]): Promise<number> {
  web = createServer((socket) => {
    socket.on('error', () => undefined);
    let received = Buffer.alloc(0);
    socket.on('data', (bytes: Buffer) => {
      received = Buffer.concat([received, bytes]);
      if (received.length <= PROXY_V2_BYTES) return;
      firstBytes.push(received);
      socket.destroy();
    });
  });
  web.listen(0, '127.0.0.1');
  await once(web, 'listening');
  const address: AddressInfo | string | null = web.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** Resolves once its TLS port has a listener. */
async function startCoturnAsShipped(folder: string, tlsPort: number): Promise<() => string> {
  const path = `${dirname(findProgram('coturn'))}:${process.env['PATH'] ?? ''}`;
  const env = {
    ...process.env,
    PATH: path,
    TURN_DOMAIN,
    TURN_SECRET: SECRET,
    CERTIFICATES: join(folder, 'certificates'),
    RUN_FOLDER: join(folder, 'run'),
    LOOK_EVERY_S: '1',
  };
  const ports = [`--tls-listening-port=${String(tlsPort)}`, `--listening-port=${String(await getPort())}`];
  const words = [join(build, 'coturn/start.sh'), ...ports, `--userdb=${folder}/turndb`];
  const child = spawn('sh', words, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  coturn = child;
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += String(text)));
  await expect.poll(() => serialOf(tlsPort), { timeout: 15_000 }).not.toBe('');
  return () => said;
}

/** The serial number of the certificate there; empty where nothing answers. */
async function serialOf(port: number, servername = TURN_DOMAIN): Promise<string> {
  const socket = connect({ host: '127.0.0.1', port, servername, rejectUnauthorized: false });
  try {
    await once(socket, 'secureConnect');
    return socket.getPeerCertificate().serialNumber;
  } catch {
    return '';
  } finally {
    socket.destroy();
  }
}

/** As Caddy keeps them. */
function keepCertificate(folder: string): void {
  const source = mkdtempSync(join(folder, 'authority-'));
  makeAuthority(source);
  trustAuthority(join(source, 'ca.crt'));
  const target = join(folder, 'certificates/caddy/certificates/acme.test', TURN_DOMAIN);
  mkdirSync(target, { recursive: true });
  for (const ending of ['crt', 'key'])
    cpSync(join(source, `localhost.${ending}`), join(target, `${TURN_DOMAIN}.${ending}`));
}

/** An address by which clients could come, as they do on a real machine. */
const own = Object.values(networkInterfaces())
  .flatMap((addresses) => addresses ?? [])
  .find(({ family, internal }) => family === 'IPv4' && !internal)?.address;

const programs = ['haproxy', 'coturn', 'openssl'] as const;
test.skipIf(own === undefined || programs.some((name) => systemPrograms[name].find() === undefined))(
  'TURN’s name leads to coturn, every other to the web server with the client’s address, and a renewed certificate is taken over',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lectern-one-machine-'));
    keepCertificate(folder);
    const tlsPort = await getPort();
    const said = await startCoturnAsShipped(folder, tlsPort);
    const firstBytes: Buffer[] = [];
    const port = await getPort();
    const replacements = [
      ['maxconn 20000', 'maxconn 200'],
      ['bind :::443 v4v6', `bind 127.0.0.1:${String(port)},${own}:${String(port)}`],
      ['127.0.0.1:8443', `127.0.0.1:${String(await startWeb(firstBytes))}`],
      ['0.0.0.0:5349', `0.0.0.0:${String(tlsPort)}`],
    ] as const;
    let configuration = readFileSync(join(build, 'haproxy/haproxy.cfg'), 'utf8');
    for (const [from, to] of replacements) {
      expect(configuration).toContain(from);
      configuration = configuration.replace(from, to);
    }
    proxy = await startReverseProxy('haproxy', { configuration, port, env: { TURN_DOMAIN } });

    const before = await serialOf(port);
    expect(before).toBe(await serialOf(tlsPort));
    expect(await allocateThrough(port)).toContain(own);

    expect(await serialOf(port, 'lectern.test')).toBe('');
    const seen = (): readonly Buffer[] => firstBytes.filter((bytes) => bytes.includes('lectern.test'));
    await expect.poll(() => seen().length).toBe(1);
    expect(seen()[0]?.subarray(0, 12)).toEqual(PROXY_V2);
    expect(firstBytes.some((bytes) => bytes.includes(TURN_DOMAIN))).toBe(false);

    keepCertificate(folder);
    await expect.poll(() => serialOf(port), { timeout: 15_000 }).not.toBe(before);
    expect(said()).toContain('The certificate has been renewed.');
  },
);

/**
 * Allocates as a client that comes by the machine's own address. Resolves to the addresses of the
 * relay's sockets.
 */
async function allocateThrough(port: number): Promise<readonly string[]> {
  const username = `${String(Math.floor(Date.now() / 1000) + 60)}:test-${randomBytes(4).toString('hex')}`;
  const password = createHmac('sha1', SECRET).update(username).digest('base64');
  const server = { transport: 'tls', address: own ?? '', host: TURN_DOMAIN, port } as const;
  const client = await TurnClient.connect(server, { username, password });
  try {
    expect(await client.allocate()).toBe(0);
    return boundInRelayRange();
  } finally {
    client.close();
  }
}

/** From the kernel's table, where addresses stand in hexadecimal, the last byte first. */
function boundInRelayRange(): readonly string[] {
  const [, min = '', max = ''] =
    /^min-port=(\d+)\nmax-port=(\d+)$/m.exec(readFileSync(join(build, 'coturn/turnserver.conf'), 'utf8')) ?? [];
  const rows = readFileSync('/proc/net/udp', 'utf8').matchAll(/^\s*\d+: ([\dA-F]{8}):([\dA-F]{4}) /gm);
  return [...rows].flatMap(([, address = '', port = '']) => {
    const number = Number.parseInt(port, 16);
    if (number < Number(min) || number > Number(max)) return [];
    return [Buffer.from(address, 'hex').toReversed().join('.')];
  });
}
