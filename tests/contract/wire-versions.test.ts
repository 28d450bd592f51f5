/** Instances one version of frames apart: the service with a frozen peer of version 1. */
import { SignalingError, spoken, type VersionRange } from '@lectern/protocol';
import { afterEach, describe, expect, test } from 'vitest';
import { about, closeClients, joinRoom, openRoom, refusalOf } from '../support/service/clients.ts';
import { makeRoomKey } from '../support/service/room-key.ts';
import type { TestService } from '../support/service/start-service.ts';
import { startBesidePeer } from './beside-frozen-peer.ts';

let service: TestService | undefined;

afterEach(async () => {
  closeClients();
  await service?.close();
});

async function startBeside(versions: VersionRange) {
  const started = await startBesidePeer(versions);
  ({ service } = started);
  return { ...started, url: started.service.url };
}

describe.each([
  { newest: 1, oldest: 1 },
  { newest: 2, oldest: 1 },
])('a service that speaks $oldest to $newest', (versions) => {
  test('serves a watcher whose door is a peer of version 1', async () => {
    const { url, self, peer } = await startBeside(versions);
    const { roomId } = await openRoom(url);
    const applicant = { watcherId: 'w'.repeat(22), isReturning: false, address: '192.0.2.1' };
    await peer.send(self, { type: 'check-seat', call: 1, roomId, applicant });
    const seat = await peer.next('reply');
    expect(seat).toMatchObject({ version: '1', frame: { call: 1, result: { into: 'seat', generation: null } } });
    const welcome = { protocol: 3, token: 'a token of the door', watcherId: applicant.watcherId, returnWithinMs: 40 };
    await peer.send(self, { type: 'join', call: 2, member: 7, roomId, applicant, welcome });
    const { frame, notice = '' } = await peer.next('notice');
    expect(frame.members).toEqual([7]);
    expect(JSON.parse(notice)).toMatchObject(['room:joined', { ...welcome, phase: 'live', about }]);
    expect((await peer.next('reply')).frame).toMatchObject({ call: 2 });
    await peer.send(self, { type: 'request', call: 3, member: 7, name: 'room:leave', params: {} });
    expect((await peer.next('reply')).frame).toMatchObject({ call: 3, result: {} });
  });

  test('lets a watcher of its own join a room of a peer of version 1', async () => {
    const { url, self, peer, directory } = await startBeside(versions);
    const { roomId } = await makeRoomKey();
    directory.give(roomId, peer.self);
    const joining = joinRoom(url, roomId);
    const check = (await peer.next('check-seat')).frame;
    await peer.send(self, { type: 'reply', call: check.call, result: { into: 'seat', generation: null } });
    const { version, frame } = await peer.next('join');
    expect(version).toBe('1');
    const payload = { ...Object(frame['welcome']), phase: 'live', about };
    await peer.sendNotice(self, [frame.member ?? 0], ['room:joined', payload], { type: 'reply', call: frame.call });
    expect((await joining).joined).toMatchObject({ phase: 'live', about });
  });
});

test('a service that speaks no version of the peer calls its room neither unknown nor its own', async () => {
  const { url, peer, directory } = await startBeside({ newest: 3, oldest: 2 });
  const { roomId } = await makeRoomKey();
  directory.give(roomId, peer.self);
  const { code } = await refusalOf(url, { role: 'watcher', protocol: spoken, roomId });
  expect(new SignalingError(code).retryable).toBe(true);
  expect(code).not.toBe('room-unknown');
});
