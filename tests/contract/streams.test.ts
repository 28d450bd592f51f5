/**
 * A room that another program makes live: real HTTP, a real Janus, and an encoder whose media
 * comes. What watchers see of it, the end-to-end tests show.
 */
import { StreamGeneration, type NoticeName, type StreamTokens } from '@lectern/protocol';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemPrograms } from '../../scripts/programs/system-programs.ts';
import { startJanus, type JanusServer } from '../support/machine/janus.ts';
import { closeClients, joinRoom, openRoom, type TestClient } from '../support/service/clients.ts';
import { hasInstances } from '../support/service/instances.ts';
import { runServiceCommand } from '../support/service/run-command.ts';
import { startRtpEncoder, type RtpEncoder } from '../support/service/rtp-encoder.ts';
import { makeDataDir, startSignaling, type TestService } from '../support/service/start-service.ts';

const SOON = { timeout: 60_000 };
/** This machine may be busy. */
const relayTimes = { connectWithinMs: 20_000, answerWithinMs: 20_000, pongWithinMs: 20_000 };
const generation = StreamGeneration.parse('a'.repeat(22));

type Room = Awaited<ReturnType<typeof openRoom>>;

describe.skipIf(systemPrograms.janus.find() === undefined)('a room with a stream', { timeout: 180_000 }, () => {
  let janus: JanusServer;
  let edges: JanusServer[];
  let service: TestService;
  let room: Room;
  let tokens: StreamTokens;
  let encoders: RtpEncoder[];
  let dataDir: string;

  beforeEach(async () => {
    await begin();
  });
  afterEach(close);

  /** Without edges, watchers are at the origin. */
  async function begin(edgeCount = 0): Promise<void> {
    encoders = [];
    edges = [];
    janus = await startJanus();
    const { url: origin, secret } = janus;
    for (let edge = 0; edge < edgeCount; edge += 1) edges.push(await startJanus({ secret }));
    const setting = { origin, edges: edges.map(({ url }) => url), secret, restart: { by: 'platform' } } as const;
    dataDir = await makeDataDir();
    service = await startSignaling({ relay: setting, relayTimes, dataDir, metrics: { host: '127.0.0.1', port: 0 } });
    await untilJanusIsHere();
    room = await openRoom(service.url, { live: false });
    const granted = await room.client.request('stream:grant', { generation });
    if (granted.tokens === null) throw new Error('nothing carries streams');
    ({ tokens } = granted);
  }

  async function close(): Promise<void> {
    closeClients();
    for (const encoder of encoders) encoder.close();
    await service.close();
    await Promise.all([janus, ...edges].map((server) => server.close()));
  }

  const untilJanusIsHere = () => expect.poll(readiness, SOON).toMatchObject({ relay: { here: 1 + edges.length } });
  const readiness = async (): Promise<unknown> => (await fetch(`${service.url}/readyz`)).json();
  const figures = async (name: string): Promise<string[]> => {
    const text = await (await fetch(`http://127.0.0.1:${String(service.metricsPort)}/metrics`)).text();
    return text.split('\n').filter((line) => line.startsWith(name));
  };
  const Authorization = (): string => `Bearer ${tokens.publish}`;

  async function publish(codec: 'VP8' | 'H264') {
    const encoder = await startRtpEncoder(janus, codec);
    encoders.push(encoder);
    const response = await fetch(`${service.url}/whip/${room.roomId}`, {
      method: 'POST',
      headers: { Authorization: Authorization(), 'Content-Type': 'application/sdp' },
      body: encoder.offer,
    });
    expect(response.status).toBe(201);
    await encoder.accept(await response.text());
    const at = `${service.url}${response.headers.get('location') ?? ''}`;
    const end = () => fetch(at, { method: 'DELETE', headers: { Authorization: Authorization() } });
    return { encoder, end };
  }

  /** A client waits five seconds for a notice; Janus may take longer here. */
  async function next<N extends NoticeName>(client: TestClient, name: N) {
    await expect.poll(() => client.heard.some((notice) => notice.name === name), SOON).toBe(true);
    return await client.next(name);
  }
  const watch = () => joinRoom(service.url, room.roomId);
  const mediaOf = (sdp: string): readonly string[] =>
    [...sdp.matchAll(/^a=rtpmap:\d+ (opus|VP8|H264|AV1)\//gm)].map(([, codec = '']) => codec);

  test('is live while an encoder sends, for watchers who wait and for those who come', async () => {
    const early = await watch();
    expect(early.joined).toMatchObject({ phase: 'waiting' });
    const { end } = await publish('VP8');
    expect(await next(early.client, 'room:changed')).toMatchObject({ phase: 'live' });
    const { linkId } = await next(early.client, 'link:opened');
    const offered = await next(early.client, 'link:offered');
    expect([offered.linkId, offered.round, mediaOf(offered.sdp)]).toEqual([linkId, 1, ['opus', 'VP8']]);
    expect(await next(room.client, 'stream:changed')).toEqual({ phase: 'live' });
    const late = await watch();
    expect(late.joined).toMatchObject({ phase: 'live', link: { linkId: expect.any(String) } });
    expect(mediaOf((await next(late.client, 'link:offered')).sdp)).toEqual(['opus', 'VP8']);

    await end();
    expect(await next(early.client, 'link:closed')).toEqual({ linkId, reason: 'ended' });
    for (const { client } of [early, late])
      expect(await next(client, 'room:changed')).toMatchObject({ phase: 'ended' });
    expect(await next(room.client, 'stream:changed')).toEqual({ phase: 'none' });
  });

  // Of several instances, the one that runs the room counts it.
  test.skipIf(hasInstances)('is counted, and named in the list of rooms', async () => {
    const { end } = await publish('VP8');
    await expect.poll(readiness, SOON).toMatchObject({ relay: { streams: 1 } });
    expect(await figures('lectern_streams ')).toEqual(['lectern_streams 1']);
    const { out } = await runServiceCommand(['rooms'], { LECTERN_DATA_DIR: dataDir });
    expect(out).toMatch(/ live \(stream\) +0 /);
    await end();
    expect(await readiness()).toMatchObject({ relay: { streams: 0 } });
    expect(await figures('lectern_stream_changes_total')).toEqual([
      'lectern_stream_changes_total{change="began"} 1',
      'lectern_stream_changes_total{change="ended"} 1',
    ]);
  });

  test('is away while the encoder sends nothing, and without the app as with it', async () => {
    room.client.close();
    const watcher = await watch();
    const { encoder } = await publish('H264');
    expect(await next(watcher.client, 'room:changed')).toMatchObject({ phase: 'live' });
    expect(mediaOf((await next(watcher.client, 'link:offered')).sdp)).toEqual(['opus', 'H264']);
    encoder.pause();
    expect(await next(watcher.client, 'room:changed')).toMatchObject({ phase: 'away' });
    encoder.resume();
    expect(await next(watcher.client, 'room:changed')).toMatchObject({ phase: 'live' });
    expect(watcher.client.heard.filter(({ name }) => name === 'link:closed')).toEqual([]);
  });

  test('gives the watchers of an edge that has died others, also there once it is back', async () => {
    await close();
    await begin(2);
    const watchers = [await watch(), await watch()];
    await publish('VP8');
    const [, last] = edges;
    for (const { client } of watchers) await next(client, 'link:offered');
    await last?.kill();
    await last?.start();
    // Nobody has answered, so both count as watchers of their edges.
    const offered = () => watchers.filter(({ client }) => client.heard.some(({ name }) => name === 'link:offered'));
    await expect.poll(() => offered().length, SOON).toBe(1);
    const newcomers = [await watch(), await watch()];
    for (const { client } of newcomers) expect(mediaOf((await next(client, 'link:offered')).sdp)).toContain('VP8');
  });

  test('waits again when the grant is taken back', async () => {
    const watcher = await watch();
    await publish('VP8');
    expect(await next(watcher.client, 'room:changed')).toMatchObject({ phase: 'live' });
    await next(watcher.client, 'link:opened');
    await room.client.request('stream:revoke', {});
    expect(await next(watcher.client, 'link:closed')).toMatchObject({ reason: 'ended' });
    expect(await next(watcher.client, 'room:changed')).toMatchObject({ phase: 'ended' });
  });

  test('is the presenter’s while the presenter is live', async () => {
    const watcher = await watch();
    await publish('VP8');
    const { linkId } = await next(watcher.client, 'link:opened');
    expect(await next(watcher.client, 'link:offered')).toMatchObject({ linkId });
    await room.client.request('room:start', {});
    expect(await next(watcher.client, 'link:closed')).toEqual({ linkId, reason: 'replaced' });
    const own = await next(room.client, 'link:opened');
    expect(await next(watcher.client, 'link:opened')).toMatchObject({ linkId: own.linkId });
    await room.client.request('room:stop', {});
    expect(await next(watcher.client, 'link:closed')).toEqual({ linkId: own.linkId, reason: 'replaced' });
    const again = await next(watcher.client, 'link:opened');
    expect(await next(watcher.client, 'link:offered')).toMatchObject({ linkId: again.linkId });
  });
});
