/**
 * Requests that arrive at once over one connection: a connection presents one room, and no room
 * outlives its clients.
 */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { errorCodes, requests, type RequestName, type Role } from '@lectern/protocol';
import { makeRoomKey } from '../support/service/room-key.ts';
import { about, challengePresenter, closeClients, openRoom } from '../support/service/clients.ts';
import { startSignaling, type TestService } from '../support/service/start-service.ts';
import { askerOf, requestCases, setStage } from './request-cases.ts';

let service: TestService;
beforeAll(async () => {
  const room = { presenterGraceMs: 20, presenterGoneMs: 20, watcherGraceMs: 20 };
  service = await startSignaling({ room, door: { newRoomsPerMinute: 10_000 } });
});
afterAll(() => service.close());
afterEach(closeClients);

const rooms = async (): Promise<number> =>
  ((await (await fetch(`${service.url}/healthz`)).json()) as { rooms: number }).rooms;

test('a token for one room and a proof for another: the connection presents one of them', async () => {
  const held = await openRoom(service.url);
  // A token does not displace a connected presenter.
  held.client.close();
  await expect.poll(rooms).toBe(0);
  const other = await makeRoomKey();
  const { client, challenged } = await challengePresenter(service.url, held.opened.token);
  const { now: epoch, challenge } = challenged;
  const proof = await other.prove({ service: new URL(service.url).host, roomId: other.roomId, epoch, challenge });
  const common = { live: true, about, links: [] };
  const codes = await Promise.all([
    client.codeOf('room:open', { roomId: other.roomId, epoch, proof, ...common }),
    client.codeOf('room:open', { roomId: held.roomId, epoch: held.epoch, ...common }),
  ]);
  expect(codes.toSorted()).toEqual(['bad-request', 'ok']);
  client.close();
  await expect.poll(rooms).toBe(0);
});

const names = Object.keys(requests) as RequestName[];
const mayAsk = (role: Role, name: RequestName): boolean => (requests[name].from as readonly Role[]).includes(role);
const pairsOf = (role: Role): [RequestName, RequestName][] => {
  const own = names.filter((name) => mayAsk(role, name));
  return own.flatMap((first, index) => own.slice(index).map((second): [RequestName, RequestName] => [first, second]));
};
const answers = ['ok', ...Object.keys(errorCodes).filter((code) => code !== 'internal')];

describe.each(['presenter', 'watcher'] as const)('every pair of a %s’s requests at once', (role) => {
  test.each(pairsOf(role))('%s and %s: both are answered, and the rooms end with their clients', async (...pair) => {
    const stage = await setStage(service.url);
    await requestCases[pair[0]].before?.(stage);
    const asker = await askerOf(pair[0], role, stage);
    const params: object[] = [];
    for (const name of pair) params.push(await requestCases[name].params(stage, asker));
    const codes = await Promise.all(pair.map((name, index) => asker.codeOf(name, params[index])));
    for (const code of codes) expect(answers).toContain(code);
    closeClients();
    await expect.poll(rooms).toBe(0);
  });
});
