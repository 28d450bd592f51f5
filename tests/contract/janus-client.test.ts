/** The client of Janus on a real one: every request that the relay makes, and what goes wrong with them. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { systemPrograms } from '../../scripts/programs/system-programs.ts';
import { relay } from '../../signaling-server/src/relay-policy.ts';
import { JanusConnection } from '../../signaling-server/src/relay/janus/connection.ts';
import { findHandles } from '../../signaling-server/src/relay/janus/find-handles.ts';
import type { JanusErrorCode } from '../../signaling-server/src/relay/janus/janus-error.ts';
import { JanusSession } from '../../signaling-server/src/relay/janus/session.ts';
import { Mountpoints, MountpointViewer } from '../../signaling-server/src/relay/janus/streaming.ts';
import { adminUrlOf } from '../../signaling-server/src/relay/janus/verify.ts';
import { RoomPublisher, VideoRooms } from '../../signaling-server/src/relay/janus/video-room.ts';
import { startJanus, type JanusServer } from '../support/machine/janus.ts';
import { answerTo, publisherOffer, watcherOffer } from '../support/service/publisher-offer.ts';

/** This machine may be busy. */
const policy = { ...relay, connectWithinMs: 20_000, answerWithinMs: 20_000, pongWithinMs: 2_000 };
const SOON = { timeout: 20_000 };
const ROOM = { room: 'lectern.room', secret: 'of the room' };
const SRTP_KEY = Buffer.alloc(30, 7).toString('base64');
const MOUNTPOINT = {
  id: 'lectern.room.media',
  secret: 'of the room',
  audio: { codec: 'opus', payloadType: 111 },
  videos: { v: { codec: 'vp8', payloadType: 96 }, w: { codec: 'av1', payloadType: 45 } },
  srtpKey: SRTP_KEY,
};
const nothing = { isUp: false, published: [], watched: null };
const WATCH = { id: MOUNTPOINT.id, video: 'v', layer: 0, fallbackMs: relay.fallbackMs } as const;

/** Each medium of an offer: its `mid` and codec. */
const mediaIn = (offer: string): readonly string[] =>
  offer
    .split('m=')
    .slice(1)
    .map((section) => `${/a=mid:(\S+)/.exec(section)?.[1] ?? ''} ${/a=rtpmap:\d+ (\w+)/.exec(section)?.[1] ?? ''}`);

describe.skipIf(systemPrograms.janus.find() === undefined)('Janus', { timeout: 60_000 }, () => {
  let janus: JanusServer;
  beforeAll(async () => {
    janus = await startJanus();
  });
  afterAll(() => janus.close());

  const connections: JanusConnection[] = [];
  const lost: string[] = [];
  afterEach(() => {
    for (const connection of connections.splice(0)) connection.close();
    lost.length = 0;
  });

  /** A session of a connection of its own. `ended`: how often it was told that it has ended. */
  async function open(secret = janus.secret) {
    const own: { session?: JanusSession; ended: number } = { ended: 0 };
    const connection = await JanusConnection.open(
      { url: janus.url, api: 'api', secret, policy },
      { message: (message) => own.session?.receive(message), lost: (reason) => void lost.push(reason) },
    );
    connections.push(connection);
    const options = { connection, policy: { keepAliveMs: 100 }, onEnded: () => void (own.ended += 1) };
    const begin = async (make: Promise<JanusSession>): Promise<JanusSession> => (own.session = await make);
    return {
      connection,
      own,
      create: (id?: number) => begin(JanusSession.create(options, id)),
      claim: (id: number) => begin(JanusSession.claim(options, id)),
    };
  }

  async function control() {
    const { create, connection } = await open();
    const session = await create();
    const rooms = new VideoRooms(await session.attach('videoroom', 'a/rooms'), janus.secret);
    const mountpoints = new Mountpoints(await session.attach('streaming', 'a/mountpoints'), janus.secret);
    return { session, rooms, mountpoints, connection };
  }

  const codeOf = (attempt: Promise<unknown>): Promise<JanusErrorCode | 'ok'> =>
    attempt.then(
      () => 'ok' as const,
      (error: { readonly code: JanusErrorCode }) => error.code,
    );

  const publish = (publisher: RoomPublisher, name = 'presenter', offer = publisherOffer()) =>
    publisher.publish({ room: ROOM.room, publisher: name, offer });

  test('another secret is refused', async () => {
    const { create } = await open('another');
    expect(await codeOf(create())).toBe('unauthorized');
    const admin = { url: adminUrlOf(janus.url), secret: 'another', policy };
    expect(await codeOf(findHandles(admin, 1))).toBe('unauthorized');
  });

  test('where nothing listens, or something that is no Janus, it is away', async () => {
    const listener = { message: () => undefined, lost: () => undefined };
    const at = (url: string) => JanusConnection.open({ url, api: 'api', secret: 'a', policy }, listener);
    expect(await codeOf(at('ws://127.0.0.1:9'))).toBe('away');
    // The Admin API speaks another subprotocol.
    expect(await codeOf(at(adminUrlOf(janus.url)))).toBe('away');
  });

  test('a room is made once, is listed, and is gone when it is destroyed', async () => {
    const { rooms, session } = await control();
    const make = () => rooms.create(ROOM);
    await make();
    expect(await codeOf(make())).toBe('room-exists');
    expect(await rooms.list()).toEqual([ROOM.room]);
    const asker = await session.attach('videoroom', 'a/asker');
    const { data } = await asker.message(z.looseObject({}), { request: 'list', admin_key: janus.secret });
    // Two links for a take-over, no limit of bit rate, no key frames by the clock.
    const own = { room: ROOM.room, max_publishers: 2, bitrate: 0, fir_freq: 0, videocodec: 'vp8,av1,h264' };
    expect(data).toMatchObject({ list: [own] });
    expect(await codeOf(rooms.destroy(ROOM.room, 'another'))).toBe('unauthorized');
    await rooms.destroy(ROOM.room, ROOM.secret);
    expect(await rooms.list()).toEqual([]);
    expect(await codeOf(rooms.destroy(ROOM.room, ROOM.secret))).toBe('no-room');
    expect(await codeOf(rooms.publishers(ROOM.room))).toBe('no-room');
  });

  test('rooms and mountpoints are made with the key alone', async () => {
    const { session } = await control();
    const rooms = new VideoRooms(await session.attach('videoroom', 'a/b'), 'another key');
    const mountpoints = new Mountpoints(await session.attach('streaming', 'a/b'), 'another key');
    expect(await codeOf(rooms.create(ROOM))).toBe('unauthorized');
    expect(await codeOf(mountpoints.create(MOUNTPOINT))).toBe('unauthorized');
  });

  test('layers of a publisher go with SRTP to the ports of a mountpoint, and stop', async () => {
    const { session, rooms, mountpoints } = await control();
    await rooms.create(ROOM);
    await mountpoints.create(MOUNTPOINT);
    expect(await codeOf(mountpoints.create(MOUNTPOINT))).toBe('cannot-create');
    expect(await mountpoints.list()).toEqual([MOUNTPOINT.id]);
    const { media } = await mountpoints.info(MOUNTPOINT.id, MOUNTPOINT.secret);
    const port: unknown = expect.any(Number);
    expect(media).toEqual([
      { mid: 'a', port, rtcpPort: null, port2: null, port3: null },
      { mid: 'v', port, rtcpPort: port, port2: port, port3: port },
      { mid: 'w', port, rtcpPort: port, port2: port, port3: port },
    ]);
    const streams = media
      .flatMap(({ port: lowest, port2, port3 }) => [lowest, port2, port3])
      .filter((each) => each !== null)
      .map((each, index) => ({ mid: String(index), port: each, rtcpPort: null }));
    expect(new Set(streams.map(({ port: to }) => to)).size).toBe(7);
    const forward = { ...ROOM, publisher: 'presenter', host: '127.0.0.1', streams, srtpKey: SRTP_KEY };
    expect(await codeOf(rooms.forward(forward))).toBe('no-publisher');

    const publisher = new RoomPublisher(await session.attach('videoroom', 'a/publisher'));
    const { answer, streams: published } = await publish(publisher);
    expect(answer).toMatch(/a=candidate:/);
    expect(answer).toMatch(/a=end-of-candidates/);
    expect(published.map(({ mid, type, codec }) => [mid, type, codec])).toEqual([
      ['0', 'audio', 'opus'],
      ['1', 'video', 'vp8'],
      ['2', 'video', 'vp8'],
      ['3', 'video', 'vp8'],
      ['4', 'video', 'av1'],
      ['5', 'video', 'av1'],
      ['6', 'video', 'av1'],
    ]);
    expect(await rooms.publishers(ROOM.room)).toEqual(['presenter']);
    await rooms.forward(forward);
    const forwards = await rooms.forwards(ROOM.room, ROOM.secret);
    expect(new Set(forwards.map(({ port: to }) => to))).toEqual(new Set(streams.map(({ port: to }) => to)));
    expect(forwards.map(({ isSrtp }) => isSrtp)).toEqual(streams.map(() => true));
    for (const each of forwards) await rooms.stopForward(ROOM.room, ROOM.secret, each);
    expect(await rooms.forwards(ROOM.room, ROOM.secret)).toEqual([]);
    // With new SSRCs, since each counts its wraps from zero.
    await rooms.forward(forward);
    const again = await rooms.forwards(ROOM.room, ROOM.secret);
    expect(new Set([...forwards, ...again].map(({ ssrc }) => ssrc)).size).toBe(14);
    for (const each of again) await rooms.stopForward(ROOM.room, ROOM.secret, each);
    // Janus skips a `mid` that it does not know, without an error.
    const [first, second] = streams;
    if (first === undefined || second === undefined) throw new Error('no ports');
    await expect(rooms.forward({ ...forward, streams: [first, { ...second, mid: '9' }] })).rejects.toMatchObject({
      code: 'not-forwarded',
      message: 'the publisher has no medium 9',
    });
    expect((await rooms.forwards(ROOM.room, ROOM.secret)).map(({ port: to }) => to)).toEqual([first.port]);

    await publisher.requestKeyFrame('1');
    expect(await publisher.renegotiate(publisherOffer())).toMatch(/a=ice-ufrag/);
    await mountpoints.destroy(MOUNTPOINT.id, MOUNTPOINT.secret);
    expect(await codeOf(mountpoints.info(MOUNTPOINT.id, MOUNTPOINT.secret))).toBe('no-mountpoint');
    await rooms.destroy(ROOM.room, ROOM.secret);
  });

  test('who may not publish hears why', async () => {
    const { session, rooms } = await control();
    const attach = async () => new RoomPublisher(await session.attach('videoroom', 'a/publisher'));
    expect(await codeOf(publish(await attach()))).toBe('no-room');
    await rooms.create(ROOM);
    expect(await codeOf(publish(await attach(), 'presenter', 'v=0\r\nnonsense'))).toBe('bad-description');
    await publish(await attach());
    expect(await codeOf(publish(await attach()))).toBe('publisher-exists');
    // One more may take over.
    expect(await codeOf(publish(await attach(), 'next'))).toBe('ok');
    await rooms.destroy(ROOM.room, ROOM.secret);
  });

  test('a watcher takes the offer of Janus, restarts, or brings its own; and chooses its layer', async () => {
    const { session, mountpoints } = await control();
    await mountpoints.create(MOUNTPOINT);
    const attach = () => session.attach('streaming', 'a/link');
    const handle = await attach();
    const viewer = new MountpointViewer(handle);
    expect(await codeOf(viewer.watch({ ...WATCH, id: 'lectern.another' }))).toBe('no-mountpoint');
    const offer = await viewer.watch(WATCH);
    expect(offer).toMatch(/a=candidate:/);
    expect(mediaIn(offer)).toEqual(['a opus', 'v VP8']);
    await viewer.start(answerTo(offer));
    await handle.trickle({ candidate: 'candidate:1 1 udp 1 192.0.2.1 9 typ host', sdpMid: 'a', sdpMLineIndex: 0 });
    await handle.trickle(null);
    await viewer.chooseLayer('v', 1);
    await viewer.sendVideo('v', false);
    const ufragOf = (sdp: string) => /a=ice-ufrag:(\S+)/.exec(sdp)?.[1];
    expect(ufragOf(await viewer.restart(MOUNTPOINT.id))).not.toBe(ufragOf(offer));
    expect((await mountpoints.info(MOUNTPOINT.id, MOUNTPOINT.secret)).viewers).toBe(1);
    await handle.hangUp();
    await handle.detach();
    expect(mediaIn(await new MountpointViewer(await attach()).watch({ ...WATCH, video: 'w' }))).toEqual([
      'a opus',
      'w AV1',
    ]);

    const own = new MountpointViewer(await attach());
    expect(await own.watchWith(WATCH, watcherOffer())).toMatch(/a=setup:active/);
    await mountpoints.destroy(MOUNTPOINT.id, MOUNTPOINT.secret);
  });

  test('the next service claims a session and finds its handles by their names; the one before learns when it has ended', async () => {
    const id = 123_456_789;
    const before = await open();
    const session = await before.create(id);
    expect(session.id).toBe(id);
    await session.attach('streaming', 'room/link-1');
    await session.attach('videoroom', 'room/publisher');
    const after = await open();
    expect(await codeOf(after.create(id))).toBe('session-taken');
    const claimed = await after.claim(id);
    const found = await findHandles({ url: adminUrlOf(janus.url), secret: janus.secret, policy }, id);
    expect(new Set(found.map(({ plugin, opaqueId }) => `${plugin} ${opaqueId}`))).toEqual(
      new Set(['streaming room/link-1', 'videoroom room/publisher']),
    );
    // What each does: neither has a peer connection yet.
    for (const { isUp, published, watched } of found) expect({ isUp, published, watched }).toEqual(nothing);
    const handle = found.find(({ plugin }) => plugin === 'videoroom');
    const rooms = new VideoRooms(claimed.adopt('videoroom', handle?.id ?? 0), janus.secret);
    expect(await rooms.list()).toEqual([]);
    await claimed.destroy();
    await expect.poll(() => before.own.ended, SOON).toBe(1);
    expect(await codeOf((await open()).claim(id))).toBe('no-session');
  });

  test('the next service learns what a handle publishes, and which layer a watcher gets', async () => {
    const id = 987_654_321;
    const { create } = await open();
    const session = await create(id);
    const { rooms, mountpoints } = await control();
    await rooms.create(ROOM);
    await mountpoints.create(MOUNTPOINT);
    const { streams } = await publish(new RoomPublisher(await session.attach('videoroom', 'room/publisher')));
    const viewer = new MountpointViewer(await session.attach('streaming', 'room/watcher'));
    await viewer.start(answerTo(await viewer.watch({ ...WATCH, video: 'w', layer: 2 })));
    await viewer.chooseLayer('w', 1);
    const found = await findHandles({ url: adminUrlOf(janus.url), secret: janus.secret, policy }, id);
    const of = (name: string) => found.find(({ opaqueId }) => opaqueId === `room/${name}`);
    expect(of('publisher')?.published).toEqual(streams.map(({ type, mid, codec }) => ({ type, mid, codec })));
    expect(of('watcher')?.watched).toEqual({ video: 'w', layer: 1 });
    await rooms.destroy(ROOM.room, ROOM.secret);
    await mountpoints.destroy(MOUNTPOINT.id, MOUNTPOINT.secret);
  });

  test('one that hangs counts as lost, and so does everything that waits for it', async () => {
    const { rooms } = await control();
    await janus.freeze();
    try {
      const waiting = codeOf(rooms.list());
      await expect.poll(() => lost, SOON).toEqual(['it does not answer']);
      expect(await waiting).toBe('away');
      expect(await codeOf(rooms.list())).toBe('away');
    } finally {
      janus.thaw();
    }
  });
});
