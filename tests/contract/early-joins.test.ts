/**
 * A watcher whose room runs on another instance joins by the call that checks its seat. The test
 * plays the other instance, frame by frame.
 */
import { spoken } from '@lectern/protocol';
import { afterEach, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { RawWebSocket } from '../support/hostile/raw-websocket.ts';
import { about, closeClients, connect } from '../support/service/clients.ts';
import { makeRoomKey } from '../support/service/room-key.ts';
import type { TestService } from '../support/service/start-service.ts';
import { startBesidePeer } from './beside-frozen-peer.ts';

const Check = z.object({
  call: z.number(),
  early: z.object({ member: z.number(), welcome: z.looseObject({ token: z.string() }) }),
});
const seat = { into: 'seat', generation: null };

let service: TestService | undefined;
afterEach(async () => {
  closeClients();
  await service?.close();
});

/** A watcher at the service, and what its door asks the peer, which runs the room. */
async function arrive() {
  const started = await startBesidePeer({ newest: 1, oldest: 1 });
  ({ service } = started);
  const { self, peer, directory } = started;
  const { roomId } = await makeRoomKey();
  directory.give(roomId, peer.self);
  const client = connect(service.url, { role: 'watcher', protocol: spoken, roomId });
  const { call, early } = Check.parse((await peer.next('check-seat')).frame);
  const joined = ['room:joined', { ...early.welcome, phase: 'live', about }];
  const reply = { type: 'reply', call, result: { ...seat, hasJoined: true } };
  return { self, peer, client, roomId, member: early.member, joined, reply };
}

test('what the room says before the socket is there reaches it, in order, and so does the rest', async () => {
  const { self, peer, client, member, joined, reply } = await arrive();
  await peer.sendNotice(self, [member], joined);
  await peer.sendNotice(self, [member], ['room:changed', { phase: 'away', about }], reply);
  expect((await client.next('room:joined')).phase).toBe('live');
  expect(await client.next('room:changed')).toMatchObject({ phase: 'away' });
  const left = client.request('room:leave', {});
  // It has joined: the next that is heard of it is what it asks.
  const { frame } = await peer.next('request');
  expect(frame).toMatchObject({ member, name: 'room:leave' });
  await peer.send(self, { type: 'reply', call: frame.call, result: {} });
  await left;
  expect(peer.heard.map((heard) => heard.frame.type)).not.toContain('join');
  client.close();
  expect((await peer.next('lost')).frame.member).toBe(member);
});

test('a client that has gone meanwhile leaves its seat', async () => {
  const { self, peer, client, member, joined, reply } = await arrive();
  client.close();
  await expect.poll(() => client.socket.connected).toBe(false);
  await peer.sendNotice(self, [member], joined, reply);
  expect((await peer.next('lost')).frame.member).toBe(member);
});

test('a client whose room is given up meanwhile comes back', async () => {
  const { self, peer, client, roomId, member, joined, reply } = await arrive();
  const end = client.disconnected();
  await peer.sendNotice(self, [member], joined, { type: 'given-up', roomId }, reply);
  expect(await end).toBe('transport close');
});

test('where the room wants more, its owner says so, and the client joins by a call of its own', async () => {
  const { self, peer, client, reply } = await arrive();
  await peer.send(self, { ...reply, result: seat });
  const { frame } = await peer.next('join');
  await peer.sendNotice(
    self,
    [frame.member ?? 0],
    ['room:joined', { ...Object(frame['welcome']), phase: 'live', about }],
    {
      type: 'reply',
      call: frame.call,
    },
  );
  expect((await client.next('room:joined')).phase).toBe('live');
});

test('a watcher that may be refused for another one on the same connection does not join early', async () => {
  const started = await startBesidePeer({ newest: 1, oldest: 1 });
  ({ service } = started);
  const { self, peer, directory } = started;
  const { roomId } = await makeRoomKey();
  directory.give(roomId, peer.self);
  const socket = await RawWebSocket.open(service.url);
  const handshake = `40${JSON.stringify({ role: 'watcher', protocol: spoken, roomId })}`;
  socket.send(handshake);
  const { frame } = await peer.next('check-seat');
  expect(frame).toHaveProperty('early');
  await peer.send(self, { type: 'reply', call: frame.call, result: seat });
  await socket.next('40');
  socket.send('41');
  socket.send(handshake);
  expect((await peer.next('check-seat')).frame).not.toHaveProperty('early');
  socket.close();
});
