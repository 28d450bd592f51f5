/**
 * Rooms at a real Janus, as far as it goes without media: the presenter is asked to publish, the
 * relay answers, and what a room has at Janus goes with it.
 */
import pino from 'pino';
import { afterEach, describe, expect, test } from 'vitest';
import { systemPrograms } from '../../scripts/programs/system-programs.ts';
import { defaultPolicy } from '../../signaling-server/src/policy.ts';
import { Relay, type RelaySetting } from '../../signaling-server/src/relay/relay.ts';
import { startJanus, type JanusServer } from '../support/machine/janus.ts';
import { closeClients, joinRoom, openRoom } from '../support/service/clients.ts';
import { publisherOffer } from '../support/service/publisher-offer.ts';
import { startSignaling, type TestService } from '../support/service/start-service.ts';

const SOON = { timeout: 60_000 };
/** This machine may be busy: only what has died is away. */
const relayTimes = { connectWithinMs: 20_000, answerWithinMs: 20_000, pongWithinMs: 20_000 };

let service: TestService | undefined;
let janus: JanusServer;
let observer: Relay | undefined;
afterEach(async () => {
  closeClients();
  observer?.close();
  await service?.close();
  await janus.close();
});

async function start(relayUse: 'never' | 'always' = 'always'): Promise<TestService> {
  janus = await startJanus();
  const setting: RelaySetting = { origin: janus.url, edges: [], secret: janus.secret, restart: { by: 'platform' } };
  service = await startSignaling({ relay: setting, relayUse, relayTimes });
  return service;
}

/** What is there, seen by another service with the same secret, which changes nothing. */
function inspectorOf({ url, secret }: JanusServer) {
  observer = new Relay({
    setting: { origin: url, edges: [], secret, restart: { by: 'platform' } },
    tokenSecret: Buffer.from('of an observer'),
    isAlone: false,
    policy: { ...defaultPolicy.relay, ...relayTimes },
    log: pino({ level: 'silent' }),
  });
  const { origin } = observer;
  return async () => ({
    rooms: await origin.control?.rooms.list(),
    mountpoints: await origin.control?.mountpoints.list(),
  });
}

type Room = Awaited<ReturnType<typeof openRoom>>;
/** A client waits five seconds for a notice; Janus may take longer here. */
const heard = ({ client }: Room, name: string) => client.heard.filter((notice) => notice.name === name);
const askedToPublish = async (room: Room) => {
  await expect.poll(() => heard(room, 'link:publish-requested'), SOON).not.toHaveLength(0);
  return await room.client.next('link:publish-requested');
};

describe.skipIf(systemPrograms.janus.find() === undefined)('a room with a relay', { timeout: 180_000 }, () => {
  test('its presenter offers, and Janus answers, also a further round', async () => {
    const { url } = await start();
    const room = await openRoom(url, { publishes: true });
    const { linkId, epoch } = await askedToPublish(room);
    expect(epoch).toBe(room.epoch);
    const { client } = room;
    const answerTo = async (round: number) => {
      await client.request('link:offer', { linkId, round, sdp: publisherOffer(['vp8', 'vp8', 'vp8']) });
      await expect.poll(() => heard(room, 'link:answered'), SOON).not.toHaveLength(0);
      return await client.next('link:answered');
    };
    const { round, sdp } = await answerTo(1);
    expect(round).toBe(1);
    expect(sdp.match(/^m=(audio|video) (?!0 )/gm)).toHaveLength(4);
    expect(sdp).toMatch(/a=candidate:/);
    const candidate = { candidate: 'candidate:1 1 udp 1 192.0.2.1 9 typ host', sdpMid: '0', sdpMLineIndex: 0 };
    await client.request('link:candidate', { linkId, round: 1, candidate });
    await client.request('link:candidate', { linkId, round: 1, candidate: { candidate: '' } });
    expect((await answerTo(2)).round).toBe(2);
    // Until something flows, watchers get the presenter's own links.
    const watcher = await joinRoom(url, room.roomId);
    expect((await client.next('link:opened')).linkId).toBe(watcher.joined.link?.linkId);
    expect(heard(room, 'fan-out:changed')).toEqual([]);
  });

  test('a description that Janus cannot read is not answered, and the presenter is asked again', async () => {
    const { url } = await start();
    const room = await openRoom(url, { publishes: true });
    const { linkId } = await askedToPublish(room);
    await room.client.request('link:offer', { linkId, round: 1, sdp: 'v=0\r\nnonsense' });
    expect((await askedToPublish(room)).linkId).not.toBe(linkId);
    expect(await room.client.next('link:closed')).toEqual({ linkId, reason: 'replaced' });
    expect(await room.client.codeOf('link:offer', { linkId, round: 2, sdp: publisherOffer() })).toBe('link-unknown');
  });

  test('when it ends, nothing is left of it at Janus; a presenter that returns publishes again', async () => {
    const { url } = await start();
    const room = await openRoom(url, { publishes: true });
    const { linkId } = await askedToPublish(room);
    await room.client.request('link:offer', { linkId, round: 1, sdp: publisherOffer() });
    await expect.poll(() => heard(room, 'link:answered'), SOON).toHaveLength(1);
    const left = inspectorOf(janus);
    await expect.poll(left, SOON).toEqual({ rooms: [expect.any(String)], mountpoints: [expect.any(String)] });
    await room.client.request('room:stop', {});
    expect(await room.client.next('link:closed')).toMatchObject({ linkId });
    await expect.poll(left, SOON).toEqual({ rooms: [], mountpoints: [] });
    await room.client.request('room:start', {});
    expect((await askedToPublish(room)).linkId).not.toBe(linkId);
  });

  test('nobody else is asked: an app that cannot publish, or where the admin has not switched it on', async () => {
    const { url } = await start();
    const able = await openRoom(url, { publishes: true });
    const unable = await openRoom(url);
    await askedToPublish(able);
    await unable.client.settle();
    expect(heard(unable, 'link:publish-requested')).toEqual([]);
    closeClients();
    await service?.close();
    await janus.close();
    const again = await start('never');
    const room = await openRoom(again.url, { publishes: true });
    await expect
      .poll(async () => (await fetch(`${again.url}/readyz`)).json(), SOON)
      .toMatchObject({ relay: { here: 1, of: 1 } });
    await joinRoom(again.url, room.roomId);
    await room.client.next('link:opened');
    expect(heard(room, 'link:publish-requested')).toEqual([]);
  });
});
