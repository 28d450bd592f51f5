/** Made from the table: every request with a right call and with each way of getting it wrong. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { requests, type RequestName, type Role } from '@lectern/protocol';
import { closeClients, type TestClient } from '../support/service/clients.ts';
import { startSignaling, type TestService } from '../support/service/start-service.ts';
import { askerOf, clientsOf, requestCases, setStage, type Stage } from './request-cases.ts';

const names = Object.keys(requests) as RequestName[];
const roles: readonly Role[] = ['presenter', 'watcher'];
const sendersOf = (name: RequestName): readonly Role[] => requests[name].from;
const namesLink = (name: RequestName): boolean => 'linkId' in requests[name].params.def.shape;

let service: TestService;
let stage: Stage;
beforeAll(async () => {
  service = await startSignaling({ room: { noticeIntervalMs: 0 }, door: { newRoomsPerMinute: 10_000 } });
});
afterAll(() => service.close());
beforeEach(async () => {
  stage = await setStage(service.url);
});
afterEach(closeClients);

async function expectSilence(clients: readonly TestClient[]): Promise<void> {
  for (const client of clients) {
    await client.settle();
    expect(client.heard).toEqual([]);
  }
}

async function ready(name: RequestName, role: Role) {
  await requestCases[name].before?.(stage);
  const asker = await askerOf(name, role, stage);
  const params: Record<string, unknown> = { ...(await requestCases[name].params(stage, asker)) };
  for (const client of clientsOf(stage)) {
    await client.settle();
    client.heard.length = 0;
  }
  return { asker, params };
}

test('every request has a case, and every case a request', () => {
  expect(Object.keys(requestCases).toSorted()).toEqual(names.toSorted());
});

describe.each(names)('%s', (name) => {
  test.each(sendersOf(name))(
    'a valid call by a %s succeeds, its result fits the schema, and no other room gets a notice',
    async (role) => {
      const { asker, params } = await ready(name, role);
      const reply = await asker.ask(name, params);
      expect(reply.ok ? '' : reply.error).toBe('');
      expect(requests[name].result.safeParse(reply.ok ? reply.data : null).success).toBe(true);
      await expectSilence([stage.elsewhere.presenter, stage.elsewhere.watcher]);
    },
  );

  for (const role of roles.filter((other) => !sendersOf(name).includes(other))) {
    test(`a ${role} may not send it`, async () => {
      const { params } = await ready(name, sendersOf(name)[0] ?? role);
      expect(await stage[role].codeOf(name, params)).toBe('unauthorized');
      await expectSilence(clientsOf(stage));
    });
  }

  test.each(sendersOf(name))('a wrong shape by a %s is refused', async (role) => {
    const { asker, params } = await ready(name, role);
    const spoiled = Object.keys(params).map((key) => Object.assign({}, params, { [key]: { not: 'this' } }));
    for (const bad of [null, 'text', [], 7, Buffer.from('x'), ...spoiled]) {
      expect(await asker.codeOf(name, bad)).toBe('bad-request');
    }
    await expectSilence(clientsOf(stage));
  });

  test.each(sendersOf(name))('an extra key by a %s is refused', async (role) => {
    const { asker, params } = await ready(name, role);
    expect(await asker.codeOf(name, { ...params, extra: 1 })).toBe('bad-request');
    await expectSilence(clientsOf(stage));
  });

  test.each(sendersOf(name))('sent by a %s without an acknowledgement it does nothing', async (role) => {
    const { asker, params } = await ready(name, role);
    asker.socket.emit(name, params);
    await asker.settle();
    expect(asker.malformed).toEqual([]);
    await expectSilence(clientsOf(stage));
  });
});

describe.each(names.filter(namesLink))('%s', (name) => {
  test.each(sendersOf(name))('a link that is not this %s’s own is unknown', async (role) => {
    const { asker, params } = await ready(name, role);
    const foreign = [stage.elsewhere.linkId, 'a'.repeat(22), ...(role === 'watcher' ? [stage.other.linkId] : [])];
    for (const linkId of foreign) expect(await asker.codeOf(name, { ...params, linkId })).toBe('link-unknown');
    await expectSilence(clientsOf(stage));
  });
});

test('a presenter must open its room first', async () => {
  for (const name of names.filter((each) => each !== 'room:open' && sendersOf(each).includes('presenter'))) {
    const asker = await askerOf('room:open', 'presenter', stage);
    const params = await requestCases[name].params(stage, asker);
    expect([name, await asker.codeOf(name, params)]).toEqual([name, 'unauthorized']);
  }
});
