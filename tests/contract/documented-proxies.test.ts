/**
 * The reverse proxies of docs/reverse-proxies.md, run as they stand there: only names, ports and
 * paths of files are those of the test.
 */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import getPort from 'get-port';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { systemPrograms } from '../../scripts/programs/system-programs.ts';
import { checkProxy } from '../../signaling-server/src/admin/doctor/check-proxy.ts';
import { checkPage, checkService } from '../../signaling-server/src/admin/doctor/check-service.ts';
import { checkWebSocket } from '../../signaling-server/src/admin/doctor/check-websocket.ts';
import { openLog } from '../../signaling-server/src/admin/log.ts';
import { findTokenKeys } from '../../signaling-server/src/admin/token-key.ts';
import { adapted, localAddresses, makeProxyFolder } from '../support/machine/adapted-proxy.ts';
import { startReverseProxy, type ReverseProxy, type RunningProxy } from '../support/machine/reverse-proxy.ts';
import { closeClients, joinRoom, openRoom } from '../support/service/clients.ts';
import { makeDataDir, startSignaling, type TestService } from '../support/service/start-service.ts';

const guide = readFileSync(resolve(import.meta.dirname, '../../docs/reverse-proxies.md'), 'utf8');
const languages: Readonly<Record<ReverseProxy, string>> = { caddy: 'caddyfile', nginx: 'nginx', haproxy: 'haproxy' };

/** The first block in a proxy's language is for a host of its own, the second for a path. */
function documented(kind: ReverseProxy, path: string): string {
  const blocks = [...guide.matchAll(new RegExp(`^\`\`\`${languages[kind]}\\n(.*?)^\`\`\``, 'gms'))];
  const block = blocks[path === '' ? 0 : 1]?.[1];
  if (block === undefined) throw new Error(`docs/reverse-proxies.md has no such block for ${kind}`);
  return block;
}

let folder = '';
beforeAll(() => {
  if (systemPrograms.openssl.find() !== undefined) folder = makeProxyFolder();
});

describe.each(['caddy', 'nginx', 'haproxy'] as const)('behind %s', (kind) => {
  let service: TestService | undefined;
  let proxy: RunningProxy | undefined;
  afterEach(async () => {
    closeClients();
    await proxy?.close();
    await service?.close();
  });

  const isHere = systemPrograms[kind].find() !== undefined || Boolean(process.env['CI']);

  test.skipIf(!isHere).each([
    ['a host of its own', ''],
    ['a path of a host', '/lectern'],
  ])('at %s', async (_what, path) => {
    const port = await getPort();
    const publicUrl = `https://localhost:${String(port)}${path}`;
    const pageDir = mkdtempSync(join(folder, 'page-'));
    writeFileSync(join(pageDir, 'index.html'), '<title>Lectern</title>');
    const dataDir = await makeDataDir();
    service = await startSignaling({ publicUrl, trustedProxies: 1, pageDir, dataDir });
    const services = { '127.0.0.1:8420': new URL(service.url).host };
    const place = { folder, port, addresses: await localAddresses(), services };
    const configuration = adapted[kind](documented(kind, path), place);
    proxy = await startReverseProxy(kind, { configuration, port });

    // A real presenter and watcher.
    const { roomId, opened } = await openRoom(publicUrl, { service: `localhost:${String(port)}` });
    expect(opened.watchUrl).toBe(`${publicUrl}/r/${roomId}`);
    const { joined } = await joinRoom(publicUrl, roomId, {}, { Origin: new URL(publicUrl).origin });
    expect(joined.phase).toBe('live');

    // What an admin would be told.
    const url = new URL(publicUrl);
    const keys = findTokenKeys(
      { dataDir, tokenSecret: null, oldTokenSecret: null, production: false },
      openLog('silent'),
    );
    const findings = [
      ...(await checkService(url)).findings,
      await checkPage(url),
      await checkWebSocket(url),
      ...(await checkProxy(url, keys?.[0])),
    ];
    expect(findings.filter(({ verdict }) => verdict !== 'ok')).toEqual([]);
    expect(findings.map(({ subject }) => subject)).toEqual(['service', 'clock', 'page', 'WebSocket', 'proxy']);
  });
});
