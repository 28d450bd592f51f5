/**
 * The hint by which a balancer brings a room's clients together: the same from all sides, and in
 * every address.
 */
import { createServer } from 'node:http';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { notices, requests, RoomId, spoken, type Handshake } from '@lectern/protocol';
import { SignalingClient } from '@lectern/rtc';
import { afterEach, expect, test } from 'vitest';
import { roomHint as presenterHint } from '../../renderer/src/session/room-hint.ts';
import { roomHint as serviceHint } from '../../signaling-server/src/room/ids.ts';
import { closeClients, openRoom, refusalOf } from '../support/service/clients.ts';
import { startSignaling, type TestService } from '../support/service/start-service.ts';

const roomId = RoomId.parse('abcdefghijkmnpqrstuv');
const HINT = 'y92vaw58';

let service: TestService | undefined;
afterEach(async () => {
  await service?.close();
  service = undefined;
});

test('presenter and service derive the same hint from a room’s id', () => {
  expect(presenterHint(roomId)).toBe(HINT);
  expect(serviceHint(roomId)).toBe(HINT);
});

test.each<[string, Handshake, string]>([
  ['a new watcher', { role: 'watcher', protocol: spoken, roomId }, `a=${HINT}&EIO=4&transport=websocket`],
  [
    'a returning watcher',
    { role: 'watcher', protocol: spoken, roomId, token: 'x'.repeat(16) },
    `a=${HINT}&arrival=returning-watcher&EIO=4&transport=websocket`,
  ],
  ['a presenter', { role: 'presenter', protocol: spoken }, `a=${HINT}&arrival=new-presenter&EIO=4&transport=websocket`],
])('%s has it first in the address of its WebSocket', async (_who, handshake, query) => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const asked = new Promise<string>((resolve) => {
    server.on('upgrade', (request, socket) => (resolve(request.url ?? ''), socket.destroy()));
  });
  const client = new SignalingClient({
    table: { notices, requests },
    url: `http://127.0.0.1:${String(port)}`,
    roomHint: HINT,
    handshake: () => handshake,
    onDisconnected: () => undefined,
    onRefused: () => undefined,
    notices: {},
  });
  client.connect();
  try {
    expect(await asked).toBe(`/signaling/?${query}`);
  } finally {
    client.close();
    server.close();
  }
});

test('the page of a room has it, and never the room’s id beside it', async () => {
  const pageDir = mkdtempSync(join(tmpdir(), 'lectern-page-'));
  writeFileSync(join(pageDir, 'index.html'), '<title>Lectern</title>');
  service = await startSignaling({ pageDir });
  const page = await (await fetch(`${service.url}/r/${roomId}`)).text();
  expect(page).toContain(`<meta name="room-hint" content="${HINT}" />`);
  expect(page).not.toContain(roomId);
  expect(await (await fetch(`${service.url}/r/no-room`)).text()).not.toContain('room-hint');
});

test('where several instances run, clients without it read that they are too old; a lone instance admits them', async () => {
  const watcher = { role: 'watcher', protocol: spoken, roomId };
  service = await startSignaling({ balancerUrl: 'http://127.0.0.1:9' });
  expect((await refusalOf(service.url, watcher)).code).toBe('client-too-old');
  await openRoom(service.url);
  closeClients();
  await service.close();
  service = await startSignaling();
  expect((await refusalOf(service.url, watcher)).code).toBe('room-unknown');
});
