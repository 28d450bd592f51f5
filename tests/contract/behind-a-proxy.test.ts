/** The service behind reverse proxies as people set them up. */
import { afterEach, describe, expect, test } from 'vitest';
import { spoken, type RoomId } from '@lectern/protocol';
import { systemPrograms } from '../../scripts/programs/system-programs.ts';
import { startNginx, type Nginx } from '../support/machine/nginx.ts';
import { closeClients, joinRoom, openRoom, refusalOf } from '../support/service/clients.ts';
import { makeRoomKey } from '../support/service/room-key.ts';
import { startServiceProcess, type ServiceProcess } from '../support/service/service-process.ts';
import { startSignaling, type TestService } from '../support/service/start-service.ts';

let service: TestService | undefined;
afterEach(async () => {
  closeClients();
  await service?.close();
  service = undefined;
});

test.each([
  ['203.0.113.8', () => '203.0.113.8'],
  ['203.0.113.8 with a port', (port: number) => `203.0.113.8:${port}`],
  ['[2001:db8::1] with a port', (port: number) => `[2001:db8::1]:${port}`],
  ['no address', (port: number) => `unknown-${port}`],
])('limits by address count %s as one', async (_what, forwardedFor) => {
  service = await startSignaling({ trustedProxies: 1, door: { connectionsPerMinute: 3 } });
  const { url } = service;
  const { roomId } = await openRoom(url);
  const join = (port: number) => joinRoom(url, roomId, {}, { 'x-forwarded-for': forwardedFor(port) });
  // The presenter’s connection has the test’s own address, which stands in where the header has
  // none.
  const ports = forwardedFor(1).startsWith('unknown') ? [50_001, 50_002] : [50_001, 50_002, 50_003];
  for (const port of ports) await join(port);
  await expect(join(50_004)).rejects.toThrow();
  await expect(joinRoom(url, roomId, {}, { 'x-forwarded-for': '198.51.100.9' })).resolves.toBeDefined();
});

/**
 * The public name. TLS ends before these servers of nginx, so `https` is what a client has dialed.
 */
const NAME = 'lectern.test';
const PUBLIC_URL = `https://${NAME}`;

const upgrade = 'proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection "upgrade";';
const textbook = `proxy_set_header X-Real-IP $remote_addr;
  proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for; proxy_set_header X-Forwarded-Proto https;`;
const keptHost = 'proxy_set_header Host $host;';
const hostWithPort = 'proxy_set_header Host $host:443;';
const rewrittenHost = '';
const forwardedHostWithPort = 'proxy_set_header X-Forwarded-Host $host:443;';

describe.skipIf(systemPrograms.nginx.find() === undefined && !process.env['CI'])('behind nginx', () => {
  let running: ServiceProcess | undefined;
  let proxy: Nginx | undefined;
  afterEach(async () => {
    closeClients();
    await proxy?.close();
    await running?.stop();
  });

  async function start(settings: Record<string, string>, headers: string) {
    running = await startServiceProcess({ LECTERN_LOG_LEVEL: 'warn', ...settings }, 'source', 'kept');
    proxy = await startNginx(`location / { proxy_pass ${running.url}; ${upgrade} ${textbook} ${headers} }`);
    return { url: `http://127.0.0.1:${String(proxy.port)}`, output: running.output };
  }

  const present = (url: string) => openRoom(url, { service: NAME, dialed: PUBLIC_URL, headers: { Host: NAME } });
  const watch = (url: string, roomId: RoomId) =>
    joinRoom(url, roomId, {}, { Host: NAME, Origin: PUBLIC_URL }).then(({ joined }) => joined.phase);

  test.each([
    ['with its name as another name, host kept', { LECTERN_OTHER_NAMES: NAME }, keptHost],
    ['with its name as another name, host rewritten', { LECTERN_OTHER_NAMES: NAME }, rewrittenHost],
    ['with a public URL, host kept', { LECTERN_PUBLIC_URL: PUBLIC_URL }, keptHost],
    ['with a public URL, host rewritten', { LECTERN_PUBLIC_URL: PUBLIC_URL }, rewrittenHost],
    ['with a public URL, host with port', { LECTERN_PUBLIC_URL: PUBLIC_URL }, hostWithPort],
    [
      'with a public URL and a trusted proxy, forwarded host with port',
      { LECTERN_PUBLIC_URL: PUBLIC_URL, LECTERN_TRUSTED_PROXIES: '1' },
      forwardedHostWithPort,
    ],
  ])('%s: the link is an https link, and watchers get in', async (_what, settings, headers) => {
    const { url, output } = await start(settings, headers);
    const { roomId, opened } = await present(url);
    expect(opened.watchUrl).toBe(`${PUBLIC_URL}/r/${roomId}`);
    expect(await watch(url, roomId)).toBe('live');
    expect(output()).not.toContain('not set up for');
  });

  test.each([
    ['host kept', keptHost],
    ['host with port', hostWithPort],
    ['host rewritten', rewrittenHost],
    ['forwarded host with port', forwardedHostWithPort],
  ])(
    'without settings, %s: both ends read that the setup is wrong, and the log names the setting',
    async (_w, headers) => {
      const { url, output } = await start({}, headers);
      await expect(present(url)).rejects.toThrow('wrong-service');
      await expect.poll(output).toMatch(/"name":"lectern\.test".*LECTERN_PUBLIC_URL/);
    },
  );

  test('a page by a name that the service does not know learns it in its handshake, and the log names the setting', async () => {
    const { url, output } = await start({}, rewrittenHost);
    const { roomId } = await makeRoomKey();
    const handshake = { role: 'watcher', protocol: spoken, roomId };
    const { code } = await refusalOf(url, handshake, { Host: NAME, Origin: PUBLIC_URL });
    expect(code).toBe('wrong-service');
    await expect.poll(output).toMatch(/"name":"lectern\.test".*a page was opened.*LECTERN_PUBLIC_URL/);
  });

  test.each([
    ['takes the path off', '/'],
    ['leaves the path', ''],
  ])('under a path that it %s', async (_what, end) => {
    const settings = { LECTERN_PUBLIC_URL: `${PUBLIC_URL}/lectern` };
    running = await startServiceProcess(settings, 'source', 'kept');
    proxy = await startNginx(`location /lectern/ { proxy_pass ${running.url}${end}; ${upgrade} ${textbook} }`);
    const url = `http://127.0.0.1:${String(proxy.port)}/lectern`;
    const { roomId, opened } = await present(url);
    expect(opened.watchUrl).toBe(`${PUBLIC_URL}/lectern/r/${roomId}`);
    expect(await watch(url, roomId)).toBe('live');
  });
});
