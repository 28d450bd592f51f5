/** WHIP and WHEP over real HTTP, in front of a real Janus: what is answered to whom. */
import { StreamGeneration, type RoomId, type StreamTokens } from '@lectern/protocol';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemPrograms } from '../../scripts/programs/system-programs.ts';
import { startJanus, type JanusServer } from '../support/machine/janus.ts';
import { closeClients, openRoom, type TestClient } from '../support/service/clients.ts';
import { publisherOffer, watcherOffer } from '../support/service/publisher-offer.ts';
import { startSignaling, type TestService } from '../support/service/start-service.ts';

const SOON = { timeout: 60_000 };
/** This machine may be busy. */
const relayTimes = { connectWithinMs: 20_000, answerWithinMs: 20_000, pongWithinMs: 20_000, offersPerMinute: 1_000 };
const GENERATIONS = ['a', 'b'].map((letter) => StreamGeneration.parse(letter.repeat(22)));
const OFFER = publisherOffer(['vp8']);
const SDP = 'application/sdp';
const FRAGMENT = 'application/trickle-ice-sdpfrag';

interface Room {
  readonly client: TestClient;
  readonly roomId: RoomId;
  readonly tokens: StreamTokens;
}

interface Asked {
  readonly token?: string | undefined;
  readonly type?: string | undefined;
  readonly body?: string;
  readonly headers?: Record<string, string>;
}

describe.skipIf(systemPrograms.janus.find() === undefined)('WHIP and WHEP', { timeout: 120_000 }, () => {
  let janus: JanusServer;
  let service: TestService;
  let room: Room;

  beforeEach(async () => {
    // What a service leaves at a Janus stays there for a minute, and this one has few ports.
    janus = await startJanus();
    await begin();
  });
  afterEach(async () => {
    closeClients();
    await service.close();
    await janus.close();
  });

  async function begin(
    times: Partial<typeof relayTimes & { streamConnectMs: number; wrongTokensPerMinute: number }> = {},
  ) {
    const setting = { origin: janus.url, edges: [], secret: janus.secret, restart: { by: 'platform' } } as const;
    service = await startSignaling({
      relay: setting,
      relayTimes: { ...relayTimes, ...times },
      tokenSecret: 'kJ8w2LqZ5nR7vT1xYb4cD6fG9hM3pS0u',
    });
    const readiness = async () => (await fetch(`${service.url}/readyz`)).json();
    await expect.poll(readiness, SOON).toMatchObject({ relay: { here: 1 } });
    room = await openGranted();
  }

  async function again(...times: Parameters<typeof begin>): Promise<void> {
    closeClients();
    await service.close();
    await begin(...times);
  }

  async function openGranted(): Promise<Room> {
    const { client, roomId } = await openRoom(service.url);
    const [generation] = GENERATIONS;
    if (generation === undefined) throw new Error('no generation');
    const { tokens } = await client.request('stream:grant', { generation });
    if (tokens === null) throw new Error('nothing carries streams');
    return { client, roomId, tokens };
  }

  const ask = (method: string, path: string, { token, type, body, headers = {} }: Asked = {}): Promise<Response> =>
    fetch(path.startsWith('/') ? `${service.url}${path}` : path, {
      method,
      headers: {
        ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
        ...(type === undefined ? {} : { 'Content-Type': type }),
        ...headers,
      },
      ...(body === undefined ? {} : { body }),
    });

  const whip = (): string => `/whip/${room.roomId}`;
  const whep = (): string => `/whep/${room.roomId}`;
  const publish = (own: Asked = {}, path = whip()): Promise<Response> =>
    ask('POST', path, { token: room.tokens.publish, type: SDP, body: OFFER, ...own });
  const play = (own: Asked = {}, path = whep()): Promise<Response> =>
    ask('POST', path, { token: room.tokens.play, type: SDP, body: watcherOffer(), ...own });
  const locationOf = (response: Response): string => response.headers.get('location') ?? '';

  test('an encoder publishes, players play, and each ends its own session, twice without harm', async () => {
    const published = await publish();
    expect(published.status).toBe(201);
    expect(published.headers.get('content-type')).toMatch(/^application\/sdp/);
    expect(published.headers.get('etag')).toBe('"1"');
    expect(published.headers.get('access-control-expose-headers')).toContain('Location');
    expect(locationOf(published)).toMatch(new RegExp(`^/whip/${room.roomId}/[\\w-]{22}$`));
    expect(await published.text()).toMatch(/^v=0\r\n[^]*a=recvonly/);
    // The mountpoint is made after the answer.
    let played = await play();
    await expect.poll(async () => (played = played.status === 201 ? played : await play()).status, SOON).toBe(201);
    expect(await played.text()).toMatch(/^v=0\r\n[^]*a=sendonly/);
    const own = { token: room.tokens.play };
    for (const status of [200, 200]) expect((await ask('DELETE', locationOf(played), own)).status).toBe(status);
    const its = { token: room.tokens.publish };
    for (const status of [200, 200]) expect((await ask('DELETE', locationOf(published), its)).status).toBe(status);
    expect((await ask('DELETE', `${whip()}/${'x'.repeat(22)}`, its)).status).toBe(404);
    expect((await play()).status).toBe(409);
    expect((await publish()).status).toBe(201);
  });

  test('a player gets the codec that is published, whichever it would rather have', async () => {
    const h264 = OFFER.replaceAll('VP8/90000', 'H264/90000');
    const published = await publish({ body: h264 });
    expect(await published.text()).toContain('H264/90000');
    const both = watcherOffer()
      .replace(/^(m=video .*)$/m, '$1 102')
      .replace(/^(a=rtpmap:96 VP8.*\r\n)/m, '$1a=rtpmap:102 H264/90000\r\n');
    let played = await play({ body: both });
    await expect
      .poll(async () => (played = played.status === 201 ? played : await play({ body: both })).status, SOON)
      .toBe(201);
    const answer = await played.text();
    expect(answer).toContain('a=rtpmap:102 H264/90000');
    expect(answer).not.toContain('VP8');
  });

  test('a second encoder is refused, until the first has gone', async () => {
    const first = await publish();
    expect((await publish()).status).toBe(409);
    await ask('DELETE', locationOf(first), { token: room.tokens.publish });
    expect((await publish()).status).toBe(201);
  });

  test('one that never connects makes way by itself', async () => {
    await again({ streamConnectMs: 300 });
    expect((await publish()).status).toBe(201);
    await expect.poll(async () => (await publish()).status, SOON).toBe(201);
  });

  test('a session of another room, or of the other kind, cannot be changed or ended', async () => {
    const first = await publish();
    const session = locationOf(first).split('/').at(-1) ?? '';
    const other = await openGranted();
    const theirs = { token: other.tokens.publish };
    expect((await ask('DELETE', locationOf(first), theirs)).status).toBe(401);
    expect((await ask('DELETE', `/whip/${other.roomId}/${session}`, theirs)).status).toBe(404);
    expect((await ask('DELETE', locationOf(first), { token: room.tokens.play })).status).toBe(403);
    expect((await ask('DELETE', `${whep()}/${session}`, { token: room.tokens.play })).status).toBe(404);
    expect((await ask('DELETE', locationOf(first))).status).toBe(401);
    expect((await ask('PATCH', locationOf(first), { ...theirs, type: FRAGMENT, body: 'a=mid:0' })).status).toBe(401);
    // It is still there.
    expect((await publish()).status).toBe(409);
  });

  test.each([
    ['no token', { token: undefined }, 401],
    ['a forged token', { token: 'A'.repeat(43) }, 401],
    ['the token for players', {}, 403],
    ['another content type', { type: 'application/json' }, 415],
    ['no content type', { type: undefined, body: '' }, 415],
    ['an answer in JSON', { headers: { Accept: 'application/json' } }, 406],
    ['no description', { body: 'hello' }, 400],
    ['a control character', { body: OFFER.replace('s=-', 's=\u0000') }, 400],
    ['two pictures', { body: publisherOffer(['vp8', 'vp8']) }, 422],
    ['a data channel', { body: `${OFFER}m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\n` }, 422],
    ['an offer to receive', { body: OFFER.replaceAll('a=sendonly', 'a=recvonly') }, 422],
    ['no fingerprint', { body: OFFER.replaceAll(/a=fingerprint.*\r\n/g, '') }, 422],
    ['nothing that can be played', { body: publisherOffer(['av1']).replaceAll('opus/48000/2', 'L16/8000') }, 422],
    ['too long an offer', { body: OFFER + 'a=x\r\n'.repeat(20_000) }, 413],
    ['many candidates', { body: OFFER + 'a=candidate:1 1 udp 1 192.0.2.1 9 typ host\r\n'.repeat(100) }, 400],
  ])('%s is refused', async (what, own: Asked, status) => {
    const token = what === 'the token for players' ? { token: room.tokens.play } : {};
    const response = await publish({ ...own, ...token });
    expect([what, response.status]).toEqual([what, status]);
    expect(response.headers.get('www-authenticate') ?? 'Bearer').toMatch(/^Bearer/);
    expect(response.headers.has('www-authenticate')).toBe(status === 401);
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    // It has left nothing behind.
    expect((await publish()).status).toBe(201);
  });

  test('rooms that are unknown, not granted, or no room at all, look the same', async () => {
    const { roomId } = await openRoom(service.url);
    for (const path of [`/whip/${roomId}`, `/whip/${'z'.repeat(20)}`, '/whip/x']) {
      expect([path, (await publish({}, path)).status]).toEqual([path, 404]);
    }
  });

  test('other methods are refused by name, and any page may ask before', async () => {
    const { publish: token } = room.tokens;
    for (const method of ['GET', 'PUT', 'DELETE', 'PATCH']) {
      const response = await ask(method, whip(), { token });
      expect([method, response.status, response.headers.get('allow')]).toEqual([method, 405, 'OPTIONS, POST']);
    }
    const session = await ask('POST', `${whip()}/${'x'.repeat(22)}`, { token });
    expect([session.status, session.headers.get('allow')]).toEqual([405, 'OPTIONS, PATCH, DELETE']);
    const preflight = await ask('OPTIONS', whip());
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('accept-post')).toBe(SDP);
    expect(preflight.headers.get('access-control-allow-headers')).toContain('Authorization');
    expect(preflight.headers.get('link')).toBeNull();
  });

  test('candidates, a restart of ICE, and their preconditions', async () => {
    const first = await publish();
    const patch = (body: string, headers: Record<string, string> = {}, type = FRAGMENT) =>
      ask('PATCH', locationOf(first), { token: room.tokens.publish, type, body, headers });
    const candidate = 'a=candidate:1 1 udp 2130706431 192.0.2.1 9 typ host\r\na=end-of-candidates\r\n';
    const same = `a=ice-ufrag:pub1\r\na=ice-pwd:0123456789abcdef01234567\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:0\r\n`;
    expect((await patch(same + candidate, { 'If-Match': '"1"' })).status).toBe(204);
    // Some clients name no version.
    expect((await patch(same + candidate)).status).toBe(204);
    expect((await patch(same, { 'If-Match': '"9"' })).status).toBe(412);
    expect((await patch(same, {}, SDP)).status).toBe(415);
    expect((await patch('{}')).status).toBe(400);
    const other = same.replace('pub1', 'pub2').replace('0123456789ab', 'ba9876543210');
    expect((await patch(other)).status).toBe(428);
    let played = await play();
    await expect.poll(async () => (played = played.status === 201 ? played : await play()).status, SOON).toBe(201);
    const own = { token: room.tokens.play, type: FRAGMENT, body: other, headers: { 'If-Match': '*' } };
    expect((await ask('PATCH', locationOf(played), own)).status).toBe(422);

    const restarted = await patch(other + candidate, { 'If-Match': '*' });
    expect(restarted.status).toBe(200);
    expect(restarted.headers.get('etag')).toBe('"2"');
    expect(restarted.headers.get('content-type')).toContain(FRAGMENT);
    const answer = await first.text();
    const fragment = await restarted.text();
    expect(fragment).toMatch(/^a=ice-ufrag:\S+\r\na=ice-pwd:\S+\r\nm=audio .*\r\na=mid:0\r\na=candidate:/m);
    expect(/ice-ufrag:\S+/.exec(fragment)?.[0]).not.toBe(/ice-ufrag:\S+/.exec(answer)?.[0]);
    expect((await patch(other, { 'If-Match': '"1"' })).status).toBe(412);
  });

  test('a grant taken back ends what runs, and another one has other tokens', async () => {
    const first = await publish();
    await room.client.request('stream:revoke', {});
    expect((await publish()).status).toBe(404);
    const [, next] = GENERATIONS;
    const { tokens } = await room.client.request('stream:grant', { generation: next ?? ('' as StreamGeneration) });
    expect((await publish()).status).toBe(401);
    await expect.poll(async () => (await publish({ token: tokens?.publish })).status, SOON).toBe(201);
    expect((await ask('DELETE', locationOf(first), { token: tokens?.publish })).status).toBe(200);
    expect((await publish({ token: tokens?.publish })).status).toBe(409);
  });

  test('tokens are the same after a restart of the service', async () => {
    const before = room.tokens;
    const { client, key } = await openRoom(service.url);
    const generation = GENERATIONS[0] ?? ('' as StreamGeneration);
    const { tokens } = await client.request('stream:grant', { generation });
    await again();
    const reopened = await openRoom(service.url, { key });
    expect((await reopened.client.request('stream:grant', { generation })).tokens).toEqual(tokens);
    expect(tokens).not.toEqual(before);
  });

  test('who guesses tokens has to wait', async () => {
    await again({ wrongTokensPerMinute: 3 });
    for (let guess = 0; guess < 3; guess += 1)
      expect((await publish({ token: `guess${String(guess)}` })).status).toBe(401);
    const refused = await publish();
    expect([refused.status, Number(refused.headers.get('retry-after'))]).toEqual([429, 60]);
  });

  test('where Janus is away, programs are told when to come back', async () => {
    await janus.kill();
    await expect.poll(async () => (await publish()).status, SOON).toBe(503);
    expect((await publish()).headers.get('retry-after')).toBe('2');
    await janus.start();
    await expect.poll(async () => (await publish()).status, SOON).toBe(201);
    await janus.kill();
    await janus.start();
    // The session is lost with Janus: the address is free again.
    await expect.poll(async () => (await publish()).status, SOON).toBe(201);
  });
});

test('without a relay nothing carries streams', async () => {
  const service = await startSignaling();
  const { client, roomId } = await openRoom(service.url);
  const generation = GENERATIONS[0] ?? ('' as StreamGeneration);
  expect(await client.request('stream:grant', { generation })).toEqual({ tokens: null });
  expect((await fetch(`${service.url}/whip/${roomId}`, { method: 'POST' })).status).toBe(404);
  closeClients();
  await service.close();
});
