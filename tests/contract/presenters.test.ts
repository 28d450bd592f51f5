/**
 * Who owns a room: keys, challenges, epochs, and what a presenter's disconnects and returns mean
 * for its watchers.
 */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { makeRoomKey } from '../support/service/room-key.ts';
import { about, challengePresenter, closeClients, joinRoom, openRoom } from '../support/service/clients.ts';
import { startSignaling, type TestService } from '../support/service/start-service.ts';

let service: TestService;
beforeAll(async () => {
  const door = { failuresPerMinute: 100, newRoomsPerMinute: 100 };
  service = await startSignaling({ door, room: { presenterGraceMs: 300, watcherGraceMs: 300 } });
});
afterAll(() => service.close());
afterEach(closeClients);

const host = (): string => new URL(service.url).host;

const attempt = async (change: {
  service?: string;
  challenge?: string;
  epoch?: number;
  signEpoch?: number;
  foreignKey?: true;
}) => {
  const key = await makeRoomKey();
  const signer = change.foreignKey ? await makeRoomKey() : key;
  const { client, challenged } = await challengePresenter(service.url);
  const epoch = change.epoch ?? challenged.now;
  const proof = await signer.prove({
    service: change.service ?? host(),
    roomId: key.roomId,
    epoch: change.signEpoch ?? epoch,
    challenge: change.challenge ?? challenged.challenge,
  });
  return client.codeOf('room:open', { roomId: key.roomId, epoch, live: true, about, links: [], proof });
};

describe('the proof', () => {
  test.each([
    ['that is correct', {}, 'ok'],
    ['by another key', { foreignKey: true as const }, 'wrong-key'],
    ['for another service', { service: 'evil.example' }, 'wrong-key'],
    ['for another challenge', { challenge: 'c'.repeat(43) }, 'wrong-key'],
    ['for another epoch', { signEpoch: 5 }, 'wrong-key'],
    ['for a run in the far future', { epoch: Date.now() + 3_600_000 }, 'epoch-too-far'],
  ])('%s', async (_what, change, code) => {
    expect(await attempt(change)).toBe(code);
  });

  test('with a key that is not a point on its curve', async () => {
    const { client, challenged } = await challengePresenter(service.url);
    const { roomId } = await makeRoomKey();
    const proof = { publicKey: 'A'.repeat(87), signature: 'A'.repeat(86) };
    const params = { roomId, epoch: challenged.now, live: true, about, links: [], proof };
    expect(await client.codeOf('room:open', params)).toBe('wrong-key');
  });

  test('a challenge is valid once, and on its own connection', async () => {
    const key = await makeRoomKey();
    const { roomId } = key;
    const first = await challengePresenter(service.url);
    const { challenge, now: epoch } = first.challenged;
    const params = {
      roomId,
      epoch,
      live: true,
      about,
      links: [],
      proof: await key.prove({ service: host(), roomId, epoch, challenge }),
    };
    expect(await first.client.codeOf('room:open', params)).toBe('ok');
    expect(await first.client.codeOf('room:open', params)).toBe('unauthorized');
    const second = await challengePresenter(service.url);
    expect(await second.client.codeOf('room:open', params)).toBe('wrong-key');
  });

  test('without a proof and without a token', async () => {
    const { client, challenged } = await challengePresenter(service.url);
    const { roomId } = await makeRoomKey();
    const params = { roomId, epoch: challenged.now, live: true, about, links: [] };
    expect(await client.codeOf('room:open', params)).toBe('unauthorized');
  });

  test('a token opens the same room and epoch only', async () => {
    const { client: first, key, roomId, epoch, opened } = await openRoom(service.url);
    const { client: watcher } = await joinRoom(service.url, roomId);
    first.close();
    // By then the service has noticed. While a run is connected, only its key takes over.
    expect((await watcher.next('room:changed')).phase).toBe('away');
    const again = await openRoom(service.url, { key, epoch, token: opened.token });
    expect(again.opened.watchUrl).toBe(opened.watchUrl);
    const { client } = await challengePresenter(service.url, opened.token);
    const params = { roomId, epoch: epoch + 1, live: true, about, links: [] };
    expect(await client.codeOf('room:open', params)).toBe('unauthorized');
    expect(await client.codeOf('room:open', { ...params, epoch })).toBe('unauthorized');
    expect(await again.client.codeOf('room:stop', {})).toBe('ok');
  });
});

describe('the same presenter twice', () => {
  test('the newer run wins, the older one is notified, its links are replaced', async () => {
    const older = await openRoom(service.url);
    const { client, joined } = await joinRoom(service.url, older.roomId);
    const gone = older.client.disconnected();
    const newer = await openRoom(service.url, { key: older.key, epoch: older.epoch + 1 });
    expect(await client.next('link:closed')).toEqual({ linkId: joined.link?.linkId, reason: 'replaced' });
    expect(await client.next('link:opened')).toMatchObject({ epoch: newer.epoch });
    await older.client.next('presenter:replaced');
    expect(await gone).toBe('io server disconnect');
    const reply = openRoom(service.url, { key: older.key, epoch: older.epoch });
    await expect(reply).rejects.toThrow('replaced');
    expect(await newer.client.codeOf('room:stop', {})).toBe('ok');
  });

  test('the same run takes over from its own older connection', async () => {
    const first = await openRoom(service.url);
    const { client, joined } = await joinRoom(service.url, first.roomId);
    const linkId = (await first.client.next('link:opened')).linkId;
    const gone = first.client.disconnected();
    const links = [{ linkId, watcherId: joined.watcherId }];
    const second = await openRoom(service.url, { key: first.key, epoch: first.epoch, links });
    await gone;
    expect(first.client.heard.map(({ name }) => name)).not.toContain('presenter:replaced');
    expect(second.opened).toMatchObject({ watchers: 1, refused: [] });
    await client.settle();
    expect(client.heard).toEqual([]);
    expect(await second.client.codeOf('link:offer', { linkId, round: 1, sdp: 'v=0' })).toBe('ok');
    expect(await client.next('link:offered')).toMatchObject({ linkId, round: 1 });
  });
});

describe('phases', () => {
  test('stopping and going live again, with the same watchers', async () => {
    const { client: presenter, roomId } = await openRoom(service.url, { live: false });
    const { client, joined } = await joinRoom(service.url, roomId);
    expect(joined).toMatchObject({ phase: 'waiting', about });
    expect(joined.link).toBeUndefined();
    await presenter.request('room:start', {});
    expect((await client.next('room:changed')).phase).toBe('live');
    const { linkId } = await client.next('link:opened');
    await presenter.request('room:stop', {});
    expect(await client.next('link:closed')).toEqual({ linkId, reason: 'ended' });
    expect((await client.next('room:changed')).phase).toBe('ended');
    await presenter.request('room:start', {});
    expect((await client.next('room:changed')).phase).toBe('live');
    expect((await client.next('link:opened')).linkId).not.toBe(linkId);
  });

  test('a presenter that loses its signaling is away; its links stay, also when it returns', async () => {
    const { client: presenter, roomId, key, epoch } = await openRoom(service.url);
    const { client, joined } = await joinRoom(service.url, roomId);
    presenter.close();
    expect((await client.next('room:changed')).phase).toBe('away');
    const linkId = joined.link?.linkId;
    expect(await client.codeOf('link:restart', { linkId })).toBe('not-live');
    const links = linkId === undefined ? [] : [{ linkId, watcherId: joined.watcherId }];
    await openRoom(service.url, { key, epoch, links });
    expect((await client.next('room:changed')).phase).toBe('live');
    await client.settle();
    expect(client.heard).toEqual([]);
  });

  test('a return within the grace time goes unnoticed, and missed notices are delivered', async () => {
    const { client: presenter, roomId, key, epoch } = await openRoom(service.url);
    const { client, joined } = await joinRoom(service.url, roomId);
    const { linkId } = await presenter.next('link:opened');
    const { challenged, client: next } = await challengePresenter(service.url);
    presenter.close();
    await client.request('link:restart', { linkId });
    const links = [{ linkId, watcherId: joined.watcherId }];
    const proof = await key.prove({ service: host(), roomId, epoch, challenge: challenged.challenge });
    await next.request('room:open', { roomId, epoch, live: true, about, links, proof });
    expect(await next.next('link:restart-requested')).toEqual({ linkId });
    await client.settle();
    expect(client.heard).toEqual([]);
  });

  test('a lost watcher gives up its link after the grace time, one that leaves at once', async () => {
    const { client: presenter, roomId } = await openRoom(service.url);
    const lost = await joinRoom(service.url, roomId);
    const left = await joinRoom(service.url, roomId);
    await left.client.request('room:leave', {});
    expect(await presenter.next('link:closed')).toEqual({ linkId: left.joined.link?.linkId, reason: 'left' });
    lost.client.close();
    expect(await presenter.next('link:closed')).toEqual({ linkId: lost.joined.link?.linkId, reason: 'lost' });
    await expect.poll(() => presenter.heard.at(-1)).toEqual({ name: 'watchers:changed', payload: { count: 0 } });
  });
});
