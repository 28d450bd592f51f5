/** Links: rounds, prepared links and their claims, replacement, and credentials. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { closeClients, joinRoom, openRoom, type TestClient } from '../support/service/clients.ts';
import { startSignaling, type TestService } from '../support/service/start-service.ts';

const candidate = { candidate: 'candidate:1' };
const turn = {
  kind: 'shared-secret',
  urls: ['turn:turn.example:3478'],
  secret: 'a secret of the tests',
  ttlS: 600,
} as const;

let service: TestService;
beforeAll(async () => {
  service = await startSignaling({ turn, room: { preparedMs: 400 } });
});
afterAll(() => service.close());
afterEach(closeClients);

async function liveLink() {
  const room = await openRoom(service.url);
  const { client: watcher, joined } = await joinRoom(service.url, room.roomId);
  const { linkId } = await room.client.next('link:opened');
  return { presenter: room.client, roomId: room.roomId, watcher, joined, linkId };
}

describe('rounds', () => {
  test('offer, answer, candidates both ways, a restart', async () => {
    const { presenter, watcher, linkId } = await liveLink();
    await presenter.request('link:offer', { linkId, round: 1, sdp: 'offer' });
    expect(await watcher.next('link:offered')).toMatchObject({ linkId, round: 1, sdp: 'offer' });
    await watcher.request('link:answer', { linkId, round: 1, sdp: 'answer' });
    expect(await presenter.next('link:answered')).toEqual({ linkId, round: 1, sdp: 'answer' });
    await watcher.request('link:candidate', { linkId, round: 1, candidate });
    expect(await presenter.next('link:candidate-found')).toEqual({ linkId, round: 1, candidate });
    await presenter.request('link:candidate', { linkId, round: 1, candidate });
    expect(await watcher.next('link:candidate-found')).toEqual({ linkId, round: 1, candidate });
    await watcher.request('link:restart', { linkId });
    expect(await presenter.next('link:restart-requested')).toEqual({ linkId });
    expect(await presenter.codeOf('link:offer', { linkId, round: 2, sdp: 'again' })).toBe('ok');
  });

  test('what the watcher decodes comes with its answer, also codecs that this version does not know', async () => {
    const { presenter, watcher, linkId } = await liveLink();
    const decodes = ['vp8', 'av1', 'h267'].map((codec) => ({ codec, smooth: codec !== 'h267', powerEfficient: false }));
    await presenter.request('link:offer', { linkId, round: 1, sdp: 'offer' });
    const nine = [...decodes, ...decodes, ...decodes];
    expect(await watcher.codeOf('link:answer', { linkId, round: 1, sdp: 'a', decodes: nine })).toBe('bad-request');
    await watcher.request('link:answer', { linkId, round: 1, sdp: 'answer', decodes });
    expect(await presenter.next('link:answered')).toEqual({ linkId, round: 1, sdp: 'answer', decodes });
  });

  test('what passes over no data channel is said, to the other end alone; kinds that nobody knows as well', async () => {
    const { presenter, watcher, linkId, roomId } = await liveLink();
    const other = await joinRoom(service.url, roomId);
    const paused = { kind: 'media-changed', epoch: 1, state: { paused: true, video: true, audio: true } };
    await presenter.request('link:say', { linkId, message: paused });
    expect(await watcher.next('link:said')).toEqual({ linkId, message: paused });
    await watcher.request('link:say', { linkId, message: { kind: 'unheard-of', of: 1 } });
    expect(await presenter.next('link:said')).toEqual({ linkId, message: { kind: 'unheard-of', of: 1 } });
    await other.client.settle();
    expect(other.client.heard.filter(({ name }) => name === 'link:said')).toEqual([]);
    const long = { kind: 'quality-capped', highest: 'x'.repeat(4_096) };
    expect(await watcher.codeOf('link:say', { linkId, message: long })).toBe('bad-request');
  });

  test('a watcher that says too much is refused, and another is not', async () => {
    const { presenter, watcher, linkId, roomId } = await liveLink();
    const message = { kind: 'restart-requested' };
    for (let said = 0; said < 120; said += 1) {
      expect([said, await watcher.codeOf('link:say', { linkId, message })]).toEqual([said, 'ok']);
    }
    expect(await watcher.codeOf('link:say', { linkId, message })).toBe('too-many');
    const other = await joinRoom(service.url, roomId);
    const otherLink = other.joined.link?.linkId ?? (await other.client.next('link:opened')).linkId;
    await other.client.request('link:say', { linkId: otherLink, message });
    await presenter.settle();
    expect(presenter.heard.filter(({ name }) => name === 'link:said')).toHaveLength(121);
  });

  test('a message of another round is refused', async () => {
    const { presenter, watcher, linkId } = await liveLink();
    const offer = (round: number) => presenter.codeOf('link:offer', { linkId, round, sdp: 'o' });
    const answer = (round: number) => watcher.codeOf('link:answer', { linkId, round, sdp: 'a' });
    expect(await presenter.codeOf('link:candidate', { linkId, round: 1, candidate })).toBe('wrong-round');
    expect(await watcher.codeOf('link:candidate', { linkId, round: 1, candidate })).toBe('wrong-round');
    expect(await answer(1)).toBe('wrong-round');
    expect(await offer(2)).toBe('ok');
    expect([await offer(1), await offer(2), await answer(1), await answer(3)]).toEqual(Array(4).fill('wrong-round'));
    expect([await answer(2), await answer(2)]).toEqual(['ok', 'wrong-round']);
    expect(await presenter.codeOf('link:candidate', { linkId, round: 1, candidate })).toBe('wrong-round');
    expect([await offer(3), await answer(2), await answer(3)]).toEqual(['ok', 'wrong-round', 'ok']);
  });
});

describe('prepared links', () => {
  test('the oldest with an offer is claimed, with its candidates so far; then it works as any link', async () => {
    const { client: presenter, roomId } = await openRoom(service.url);
    const bare = await presenter.request('link:prepare', {});
    const { linkId } = await presenter.request('link:prepare', {});
    expect(await presenter.codeOf('link:candidate', { linkId, round: 1, candidate })).toBe('wrong-round');
    await presenter.request('link:offer', { linkId, round: 1, sdp: 'parked' });
    await presenter.request('link:candidate', { linkId, round: 1, candidate });
    const { client, joined } = await joinRoom(service.url, roomId);
    expect(joined.link).toMatchObject({ linkId, offer: { round: 1, sdp: 'parked', candidates: [candidate] } });
    expect(await presenter.next('link:claimed')).toEqual({ linkId, watcherId: joined.watcherId });
    await client.request('link:answer', { linkId, round: 1, sdp: 'answer' });
    expect(await presenter.next('link:answered')).toMatchObject({ linkId });
    await presenter.request('link:candidate', { linkId, round: 1, candidate });
    expect(await client.next('link:candidate-found')).toMatchObject({ linkId });
    const second = await joinRoom(service.url, roomId);
    expect(second.joined.link?.linkId).not.toBe(bare.linkId);
  });

  test('they expire, and their number is limited', async () => {
    const { client: presenter } = await openRoom(service.url);
    const { linkId } = await presenter.request('link:prepare', {});
    for (let count = 1; count < 8; count += 1) await presenter.request('link:prepare', {});
    expect(await presenter.codeOf('link:prepare', {})).toBe('too-many');
    expect(await presenter.next('link:closed')).toEqual({ linkId, reason: 'expired' });
    expect(await presenter.codeOf('link:offer', { linkId, round: 1, sdp: 'late' })).toBe('link-unknown');
  });
});

test('a replaced link is closed at the other end, and both get another', async () => {
  const { presenter, watcher, linkId } = await liveLink();
  await watcher.request('link:replace', { linkId });
  expect(await presenter.next('link:closed')).toEqual({ linkId, reason: 'replaced' });
  const second = await watcher.next('link:opened');
  expect((await presenter.next('link:opened')).linkId).toBe(second.linkId);
  await presenter.request('link:replace', { linkId: second.linkId });
  expect(await watcher.next('link:closed')).toEqual({ linkId: second.linkId, reason: 'replaced' });
  const third = await presenter.next('link:opened');
  expect((await watcher.next('link:opened')).linkId).toBe(third.linkId);
  expect(await watcher.codeOf('link:answer', { linkId, round: 1, sdp: 'a' })).toBe('link-unknown');
});

test('each end of each link gets its own TURN credentials', async () => {
  const { presenter, roomId, joined, linkId } = await liveLink();
  const { iceServers } = await presenter.request('link:refresh-ice', { linkId });
  const names = [iceServers, joined.link?.iceServers ?? []].map(
    (list) => list.find((server) => server.username)?.username,
  );
  const tag = roomId.slice(0, 5);
  expect(names[0]).toMatch(new RegExp(`^\\d+:${tag}\\.${linkId}\\.presenter$`));
  expect(names[1]).toMatch(new RegExp(`^\\d+:${tag}\\.${linkId}\\.watcher$`));
});

describe('a room that uses TURN only', () => {
  const start = (presenter: TestClient, turnOnly: boolean) => presenter.request('room:start', { turnOnly });

  test('both ends of each link learn it, from one start to the next', async () => {
    const { client: presenter, roomId } = await openRoom(service.url, { turnOnly: true });
    const first = await joinRoom(service.url, roomId);
    expect(first.joined.link).toMatchObject({ turnOnly: true });
    expect(await presenter.next('link:opened')).toMatchObject({ turnOnly: true });
    await presenter.request('room:stop', {});
    await start(presenter, false);
    expect(await first.client.next('link:opened')).not.toHaveProperty('turnOnly');
    await presenter.request('room:stop', {});
    await start(presenter, true);
    expect(await first.client.next('link:opened')).toMatchObject({ turnOnly: true });
  });

  test('the presenter learns whether there is TURN', async () => {
    expect((await openRoom(service.url)).opened.hasTurn).toBe(true);
    const plain = await startSignaling();
    expect((await openRoom(plain.url)).opened.hasTurn).toBe(false);
    await plain.close();
  });
});
