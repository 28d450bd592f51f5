/**
 * One version back works: the frozen clients of versions 1 and 2 against services of their own
 * and of neighbouring versions.
 */
import { afterEach, describe, expect, test } from 'vitest';
import { refusalOf } from '../support/service/clients.ts';
import { startSignaling, type TestService } from '../support/service/start-service.ts';
import { connectV1, makeKeyV1 } from './frozen-client-v1.ts';
import { connectV2, makeKeyV2, VERSIONS_V2 } from './frozen-client-v2.ts';

const version1 = { connect: connectV1, makeKey: makeKeyV1, versions: { newest: 1, oldest: 1 } };
const version2 = { connect: connectV2, makeKey: makeKeyV2, versions: VERSIONS_V2 };

const clients: ReturnType<typeof connectV1>[] = [];
let service: TestService | undefined;
afterEach(async () => {
  for (const { socket } of clients.splice(0)) socket.disconnect();
  await service?.close();
});

const done = { ok: true, data: {} };

describe.each([
  { client: version1, protocol: { newest: 1, oldest: 1 }, agreed: 1 },
  { client: version1, protocol: { newest: 2, oldest: 1 }, agreed: 1 },
  { client: version1, protocol: { newest: 3, oldest: 1 }, agreed: 1 },
  { client: version2, protocol: { newest: 1, oldest: 1 }, agreed: 1 },
  { client: version2, protocol: { newest: 2, oldest: 1 }, agreed: 2 },
  { client: version2, protocol: { newest: 3, oldest: 2 }, agreed: 2 },
])('a service that speaks $protocol.oldest to $protocol.newest', ({ client, protocol, agreed }) => {
  const { makeKey, versions } = client;
  const connect = (url: string, auth: object) => {
    const connected = client.connect(url, auth);
    clients.push(connected);
    return connected;
  };

  test(`serves a whole session of a client of version ${versions.newest}`, async () => {
    service = await startSignaling({ protocol, stunUrls: ['stun:stun.example'] });
    const { url } = service;
    const key = await makeKey();
    const presenter = connect(url, { role: 'presenter', protocol: versions });
    const challenged = await presenter.receive('presenter:challenged');
    expect(challenged).toMatchObject({ protocol: agreed, challenge: expect.any(String), now: expect.any(Number) });
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

    const watcher = connect(url, { role: 'watcher', protocol: versions, roomId: key.roomId });
    const joined = await watcher.receive('room:joined');
    const watcherId = expect.stringMatching(/^[\w-]{22}$/);
    expect(joined).toMatchObject({ protocol: agreed, phase: 'waiting', about, watcherId, token: expect.any(String) });
    expect(await presenter.receive('watchers:changed')).toEqual({ count: 1 });

    expect(await presenter.ask('room:start', {})).toEqual(done);
    expect(await watcher.receive('room:changed')).toEqual({ phase: 'live', about });
    const { linkId } = await watcher.receive('link:opened');
    expect(await presenter.receive('link:opened')).toMatchObject({ linkId, watcherId: joined['watcherId'], epoch });
    expect(await presenter.ask('link:offer', { linkId, round: 1, sdp: 'o' })).toEqual(done);
    expect(await watcher.receive('link:offered')).toMatchObject({
      linkId,
      round: 1,
      sdp: 'o',
      iceServers: expect.any(Array),
    });
    expect(await watcher.ask('link:answer', { linkId, round: 1, sdp: 'a' })).toEqual(done);
    expect(await presenter.receive('link:answered')).toEqual({ linkId, round: 1, sdp: 'a' });
    const found = {
      linkId,
      round: 1,
      candidate: { candidate: 'c', sdpMid: '0', sdpMLineIndex: 0, usernameFragment: null },
    };
    expect(await watcher.ask('link:candidate', found)).toEqual(done);
    expect(await presenter.receive('link:candidate-found')).toEqual(found);
    expect(await watcher.ask('link:restart', { linkId })).toEqual(done);
    expect(await presenter.receive('link:restart-requested')).toEqual({ linkId });
    expect(await presenter.ask('link:refresh-ice', { linkId })).toMatchObject({
      ok: true,
      data: { iceServers: expect.any(Array) },
    });

    expect(await presenter.ask('link:prepare', {})).toMatchObject({ ok: true, data: { linkId: expect.any(String) } });
    expect(await watcher.ask('link:replace', { linkId })).toEqual(done);
    expect(await presenter.receive('link:closed')).toEqual({ linkId, reason: 'replaced' });
    expect(await presenter.ask('room:describe', { about: { title: 'Waves', presenter: 'Ada' } })).toEqual(done);
    expect(await watcher.receive('room:changed')).toMatchObject({ about: { title: 'Waves' } });
    expect(await presenter.ask('room:stop', {})).toEqual(done);
    expect(await watcher.receive('link:closed')).toMatchObject({ reason: 'ended' });
    expect(await watcher.ask('room:leave', {})).toEqual(done);
    expect(await presenter.ask('link:offer', { linkId, round: 9, sdp: 'o' })).toMatchObject({
      ok: false,
      error: { code: 'link-unknown' },
    });
  });
});

test('a client of version 2 removes watchers one by one, and can read every notice', async () => {
  service = await startSignaling();
  const { url } = service;
  const protocol = VERSIONS_V2;
  const [key, presenter] = [await makeKeyV2(), connectV2(url, { role: 'presenter', protocol })];
  clients.push(presenter);
  const challenged = await presenter.receive('presenter:challenged');
  expect(challenged).toMatchObject({ protocol: 2 });
  const { roomId } = key;
  const epoch = Number(challenged['now']);
  const proof = await key.prove(new URL(url).host, epoch, String(challenged['challenge']));
  const about = { title: 'Optics', presenter: 'Ada' };
  const opening = { roomId, epoch, live: true, about, proof, links: [] };
  expect(await presenter.ask('room:open', opening)).toMatchObject({ ok: true });
  const watcher = connectV2(url, { role: 'watcher', protocol, roomId });
  clients.push(watcher);
  const { watcherId, token } = await watcher.receive('room:joined');
  expect(await presenter.ask('watcher:remove', { watcherId })).toEqual(done);
  expect(await watcher.receive('watcher:removed')).toEqual({});
  expect((await refusalOf(url, { role: 'watcher', protocol, roomId, token })).code).toBe('removed');
  expect([...presenter.malformed, ...watcher.malformed]).toEqual([]);
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
