/**
 * What the service logs, at its most talkative: enough to follow one client, and nothing secret.
 */
import { spoken } from '@lectern/protocol';
import { afterEach, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { closeClients, joinRoom, openRoom, refusalOf } from '../support/service/clients.ts';
import { makeRoomKey } from '../support/service/room-key.ts';
import { startServiceProcess } from '../support/service/service-process.ts';

afterEach(closeClients);

const Line = z.looseObject({ level: z.number(), time: z.number(), msg: z.string() });

test('lines name connection, role, room and request, and no client', { timeout: 30_000 }, async () => {
  const service = await startServiceProcess({ LECTERN_LOG_LEVEL: 'trace' }, 'source', 'kept');
  const { url } = service;
  const { client, roomId, key, opened, epoch } = await openRoom(url);
  const { client: watcher, joined } = await joinRoom(url, roomId);
  const linkId = joined.link?.linkId ?? '';
  const description = 'v=0 o=secret-description';
  await client.request('link:offer', { linkId: joined.link?.linkId ?? failed(), round: 1, sdp: description });
  await watcher.codeOf('link:answer', { linkId, round: 7, sdp: description });
  await client.codeOf('link:refresh-ice', { linkId: 'a'.repeat(22) });
  const stranger = (await makeRoomKey()).roomId;
  await refusalOf(url, { role: 'watcher', protocol: spoken, roomId: stranger });
  await refusalOf(url, { role: 'watcher', protocol: spoken, roomId, token: 'x'.repeat(40) });
  client.close();
  watcher.close();
  await service.stop();

  const text = service.output();
  const lines = text
    .trim()
    .split('\n')
    .map((line) => Line.parse(JSON.parse(line)));
  const room = `${roomId.slice(0, 5)}…`;
  const of = (msg: string): unknown => lines.find((line) => line.msg === msg);
  const connection = expect.any(Number);
  expect(of('room opened')).toMatchObject({ connection, room, live: true });
  expect(of('presenter disconnected')).toMatchObject({ connection, room });
  expect(of('handshake refused')).toMatchObject({ connection, role: 'watcher', code: 'room-unknown' });
  const refused = lines.filter(({ msg }) => msg === 'request refused');
  expect(refused).toMatchObject([
    { connection, role: 'watcher', room, request: 'link:answer', code: 'wrong-round' },
    { connection, role: 'presenter', room, request: 'link:refresh-ice', code: 'link-unknown' },
  ]);
  const secrets = [roomId, stranger, joined.watcherId, joined.token, opened.token, linkId, description, key.jwk];
  for (const secret of [...secrets, String(epoch)]) expect(text).not.toContain(secret);
  const clients = lines.filter(({ msg }) => msg !== 'starting' && msg !== 'listening');
  expect(JSON.stringify(clients)).not.toContain('127.0.0.1');
});

function failed(): never {
  throw new Error('a live room opened no link');
}
