/**
 * One version back works: the frozen client of version 1 against services of its own and the next
 * version.
 */
import { afterEach, describe, expect, test } from 'vitest';
import { refusalOf } from '../support/service/clients.ts';
import { startSignaling, type TestService } from '../support/service/start-service.ts';
import { connectV1, makeKeyV1, type FrozenClient } from './frozen-client-v1.ts';

const clients: FrozenClient[] = [];
let service: TestService | undefined;
afterEach(async () => {
  for (const { socket } of clients.splice(0)) socket.disconnect();
  await service?.close();
});

const connect = (url: string, auth: object): FrozenClient => {
  const client = connectV1(url, auth);
  clients.push(client);
  return client;
};
const version1 = { newest: 1, oldest: 1 };
const done = { ok: true, data: {} };

describe.each([
  { newest: 1, oldest: 1 },
  { newest: 2, oldest: 1 },
  { newest: 3, oldest: 1 },
])('a service that speaks $oldest to $newest', (protocol) => {
  test('serves a whole session of a client of version 1', async () => {
    service = await startSignaling({ protocol });
    const { url } = service;
    const key = await makeKeyV1();
    const presenter = connect(url, { role: 'presenter', protocol: version1 });
    const challenged = await presenter.hear('presenter:challenged');
    expect(challenged).toMatchObject({ protocol: 1, challenge: expect.any(String), now: expect.any(Number) });
    const epoch = Number(challenged['now']);
    const proof = await key.prove(new URL(url).host, epoch, String(challenged['challenge']));
    const about = { title: 'Optics', presenter: 'Ada' };
    const opened = await presenter.ask('room:open', {
      roomId: key.roomId,
      epoch,
      live: false,
      about,
      proof,
      links: [],
    });
    const data = {
      token: expect.any(String),
      watchUrl: expect.stringMatching(`/r/${key.roomId}$`),
      watchers: 0,
      refused: [],
    };
    expect(opened).toMatchObject({ ok: true, data });

    const watcher = connect(url, { role: 'watcher', protocol: version1, roomId: key.roomId });
    const joined = await watcher.hear('room:joined');
    const watcherId = expect.stringMatching(/^[\w-]{22}$/);
    expect(joined).toMatchObject({ protocol: 1, phase: 'waiting', about, watcherId, token: expect.any(String) });
    expect(await presenter.hear('watchers:changed')).toEqual({ count: 1 });

    expect(await presenter.ask('room:start', {})).toEqual(done);
    expect(await watcher.hear('room:changed')).toEqual({ phase: 'live', about });
    const { linkId } = await watcher.hear('link:opened');
    expect(await presenter.hear('link:opened')).toMatchObject({ linkId, watcherId: joined['watcherId'], epoch });
    expect(await presenter.ask('link:offer', { linkId, round: 1, sdp: 'o' })).toEqual(done);
    expect(await watcher.hear('link:offered')).toMatchObject({
      linkId,
      round: 1,
      sdp: 'o',
      iceServers: expect.any(Array),
    });
    expect(await watcher.ask('link:answer', { linkId, round: 1, sdp: 'a' })).toEqual(done);
    expect(await presenter.hear('link:answered')).toEqual({ linkId, round: 1, sdp: 'a' });
    const found = {
      linkId,
      round: 1,
      candidate: { candidate: 'c', sdpMid: '0', sdpMLineIndex: 0, usernameFragment: null },
    };
    expect(await watcher.ask('link:candidate', found)).toEqual(done);
    expect(await presenter.hear('link:candidate-found')).toEqual(found);
    expect(await watcher.ask('link:restart', { linkId })).toEqual(done);
    expect(await presenter.hear('link:restart-requested')).toEqual({ linkId });
    expect(await presenter.ask('link:refresh-ice', { linkId })).toMatchObject({ ok: true, data: { iceServers: [{}] } });

    expect(await presenter.ask('link:prepare', {})).toMatchObject({ ok: true, data: { linkId: expect.any(String) } });
    expect(await watcher.ask('link:replace', { linkId })).toEqual(done);
    expect(await presenter.hear('link:closed')).toEqual({ linkId, reason: 'replaced' });
    expect(await presenter.ask('room:describe', { about: { title: 'Waves', presenter: 'Ada' } })).toEqual(done);
    expect(await watcher.hear('room:changed')).toMatchObject({ about: { title: 'Waves' } });
    expect(await presenter.ask('room:stop', {})).toEqual(done);
    expect(await watcher.hear('link:closed')).toMatchObject({ reason: 'ended' });
    expect(await watcher.ask('room:leave', {})).toEqual(done);
    expect(await presenter.ask('link:offer', { linkId, round: 9, sdp: 'o' })).toMatchObject({
      ok: false,
      error: { code: 'link-unknown' },
    });
  });
});

test('a client of version 2, which removes watchers one by one, is served as before', async () => {
  service = await startSignaling();
  const { url } = service;
  const protocol = { newest: 2, oldest: 1 };
  const key = await makeKeyV1();
  const presenter = connect(url, { role: 'presenter', protocol });
  const challenged = await presenter.hear('presenter:challenged');
  expect(challenged).toMatchObject({ protocol: 2 });
  const { roomId } = key;
  const epoch = Number(challenged['now']);
  const proof = await key.prove(new URL(url).host, epoch, String(challenged['challenge']));
  const about = { title: 'Optics', presenter: 'Ada' };
  const opening = { roomId, epoch, live: true, about, proof, links: [] };
  expect(await presenter.ask('room:open', opening)).toMatchObject({ ok: true });
  const watcher = connect(url, { role: 'watcher', protocol, roomId });
  const { watcherId, token } = await watcher.hear('room:joined');
  expect(await presenter.ask('watcher:remove', { watcherId })).toEqual(done);
  expect(await watcher.hear('watcher:removed')).toEqual({});
  expect((await refusalOf(url, { role: 'watcher', protocol, roomId, token })).code).toBe('removed');
});

test('versions too far apart: the refusal says which side is too old', async () => {
  service = await startSignaling({ protocol: { newest: 3, oldest: 2 } });
  const refusal = async (protocol: object): Promise<string> =>
    // Only the versions have to be readable: the rest may have another shape in another version.
    (await refusalOf(service?.url ?? '', { role: 'someone', protocol })).code;
  expect(await refusal({ newest: 1, oldest: 1 })).toBe('client-too-old');
  expect(await refusal({ newest: 5, oldest: 4 })).toBe('service-too-old');
  expect(await refusal({ newest: 2, oldest: 1 })).toBe('bad-request');
});
