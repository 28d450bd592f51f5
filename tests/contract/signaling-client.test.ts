/** The signaling client against the real service, also over lines that carry nothing any more. */
import { notices, requests, SignalingError, SOCKET_PATH, spoken } from '@lectern/protocol';
import { SignalingClient } from '@lectern/rtc';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { Server, type Socket } from 'socket.io';
import { afterEach, expect, test, vi } from 'vitest';
import { relayTo, type Relay } from '../support/service/breakable-line.ts';
import { startSignaling, type TestService } from '../support/service/start-service.ts';

let service: TestService | undefined;
let relay: Relay | undefined;
const clients: SignalingClient[] = [];
afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  relay?.close();
  await service?.close();
});

interface Presented {
  readonly client: SignalingClient;
  /** The service has let it in for the first time. */
  readonly challenged: Promise<void>;
  /** Losses of its connection, and failed attempts. */
  losses: number;
}

function present(url: string, { mayReturnLate = true, isWatchful = false } = {}): Presented {
  const { promise: challenged, resolve } = Promise.withResolvers<void>();
  const client = new SignalingClient({
    table: { notices, requests },
    url,
    handshake: () => ({ role: 'presenter', protocol: spoken }),
    mayReturnLate: () => mayReturnLate,
    isWatchful: () => isWatchful,
    onDisconnected: () => (presented.losses += 1),
    onRefused: () => undefined,
    notices: { 'presenter:challenged': () => resolve() },
  });
  const presented: Presented = { client, challenged, losses: 0 };
  clients.push(client);
  client.connect();
  return presented;
}

/** A reply is a reply, also a refusal. */
const codeOf = async (client: SignalingClient): Promise<string> => {
  try {
    await client.request('connection:check', {});
    return 'ok';
  } catch (error) {
    return error instanceof SignalingError ? error.code : String(error);
  }
};

test('a closed client does not connect again, not even for a scheduled retry', async () => {
  service = await startSignaling();
  const closed = present(service.url);
  await closed.challenged;
  closed.client.close();
  closed.client.retry();
  // By the time that two later clients have been challenged in turn, the retry would be through as
  // well.
  for (let turn = 0; turn < 2; turn += 1) {
    const control = present(service.url);
    await control.challenged;
    control.client.close();
  }
  expect(closed.client.isConnected).toBe(false);
});

test.each([
  ['a path is missing', false],
  ['the network has changed', true],
])('where %s, another connection takes the place of a half-open one before it is left', async (_why, hasChanged) => {
  const { port } = (service = await startSignaling());
  relay = await relayTo(() => port);
  const presented = present(relay.url);
  const { client } = presented;
  await presented.challenged;
  relay.stall();
  client.check(hasChanged);
  await vi.waitFor(() => expect(client.admissions).toBe(2), { timeout: 10_000 });
  expect(client.isConnected).toBe(true);
  expect(await codeOf(client)).toBe('unauthorized');
  expect(presented.losses).toBe(0);
});

test('a request that gets no reply is reason enough to check the connection', async () => {
  const { port } = (service = await startSignaling());
  relay = await relayTo(() => port);
  const { client, challenged } = present(relay.url);
  await challenged;
  relay.stall();
  expect(await codeOf(client)).toBe('unreachable');
  expect(client.admissions).toBe(2);
});

test('a client that has disconnected does not come back for a request that was still to be sent', async () => {
  service = await startSignaling();
  const { client, challenged } = present(service.url);
  await challenged;
  // By the clock a ping is overdue, as after sleep: Socket.IO keeps the request back, and gives it
  // up late.
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3_600_000 });
  const code = codeOf(client);
  client.disconnect();
  vi.useRealTimers();
  expect(await code).toBe('unreachable');
  expect(client.admissions).toBe(1);
});

test.each([false, true])(
  'a connection that answers stays, and requests wait for the answer (%s)',
  async (hasChanged) => {
    service = await startSignaling();
    const presented = present(service.url);
    const { client } = presented;
    await presented.challenged;
    client.check(hasChanged);
    expect(client.isConnected).toBe(!hasChanged);
    expect(await codeOf(client)).toBe('unauthorized');
    expect(client.isConnected).toBe(true);
    // By the time that two later clients have been challenged in turn, another connection would be
    // open.
    for (let turn = 0; turn < 2; turn += 1) await present(service.url).challenged;
    expect([client.admissions, presented.losses]).toEqual([1, 0]);
  },
);

test.each([
  ['a picture is missing', false],
  ['a picture is missing from then on', true],
])('where %s, an attempt that was sent into an outage is replaced', async (_when, mayReturnLate) => {
  const { port } = (service = await startSignaling());
  let swallowed = 0;
  const hole = createServer(() => (swallowed += 1));
  await new Promise<void>((resolve) => hole.listen(0, '127.0.0.1', resolve));
  const ports = [port, (hole.address() as AddressInfo).port];
  relay = await relayTo(() => ports.shift() ?? port);
  const presented = present(relay.url, { mayReturnLate });
  const { client } = presented;
  await presented.challenged;
  client.retry();
  if (mayReturnLate) client.check();
  await vi.waitFor(() => expect(client.admissions).toBe(2), { timeout: 10_000 });
  // The attempt had neither failed nor been given up by then.
  expect([swallowed, presented.losses]).toEqual([1, 1]);
  hole.close();
});

test('where others have lost the service, a half-open connection is replaced when the service has asked for it', async () => {
  const { port } = (service = await startSignaling());
  relay = await relayTo(() => port);
  const [asked, other] = [present(relay.url), present(relay.url)];
  await Promise.all([asked.challenged, other.challenged]);
  relay.stall();
  asked.client.checkInTurn();
  await vi.waitFor(() => expect(asked.client.admissions).toBe(2), { timeout: 10_000 });
  expect([asked.losses, other.client.admissions]).toEqual([0, 1]);
  // One that has none returns as late as before.
  asked.client.disconnect();
  asked.client.checkInTurn();
  expect(asked.client.isConnected).toBe(false);
});

test('a client on which others depend notices a half-open connection without a request, any other by a late ping', async () => {
  const { port } = (service = await startSignaling());
  relay = await relayTo(() => port);
  const [watchful, other] = [present(relay.url, { isWatchful: true }), present(relay.url)];
  await Promise.all([watchful.challenged, other.challenged]);
  relay.stall();
  await vi.waitFor(() => expect(watchful.client.admissions).toBe(2), { timeout: 10_000 });
  expect(other.client.admissions).toBe(1);
});

const challenge = { protocol: spoken.newest, challenge: 'c'.repeat(43), now: 1 };

/** A service of the test's own. */
async function serve(onConnection: (socket: Socket) => void): Promise<{ url: string; close: () => Promise<void> }> {
  const io = new Server({ path: SOCKET_PATH, transports: ['websocket'] });
  io.on('connection', onConnection);
  const http = createHttpServer();
  io.attach(http);
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${String((http.address() as AddressInfo).port)}`, close: async () => io.close() };
}

test.for([
  ['says nothing', (): void => undefined],
  [
    'says what cannot be read',
    (socket: Socket): unknown => socket.emit('presenter:challenged', { protocol: 'newest' }),
  ],
  ['does not say into what', (socket: Socket): unknown => socket.emit('watchers:changed', { count: 1 })],
] as const)('a service that lets a client in and %s is left for another connection', async ([, welcome]) => {
  let connections = 0;
  const { url, close } = await serve((socket) => {
    connections += 1;
    if (connections === 1) welcome(socket);
    if (connections === 2) socket.emit('presenter:challenged', challenge);
  });
  const presented = present(url);
  try {
    await presented.challenged;
    expect([connections, presented.client.admissions]).toEqual([2, 1]);
  } finally {
    presented.client.close();
    await close();
  }
});

test('a welcome that comes twice counts once: the second would open the room with a used challenge', async () => {
  const { url, close } = await serve((socket) => {
    for (const count of [1, 2]) {
      socket.emit('presenter:challenged', challenge);
      socket.emit('watchers:changed', { count });
    }
  });
  const heard: string[] = [];
  const client = new SignalingClient({
    table: { notices, requests },
    url,
    handshake: () => ({ role: 'presenter', protocol: spoken }),
    onDisconnected: () => undefined,
    onRefused: () => undefined,
    notices: {
      'presenter:challenged': () => void heard.push('challenged'),
      'watchers:changed': ({ count }) => void heard.push(String(count)),
    },
  });
  client.connect();
  try {
    await vi.waitFor(() => expect(heard).toContain('2'), { timeout: 10_000 });
    expect(heard).toEqual(['challenged', '1', '2']);
  } finally {
    client.close();
    await close();
  }
});
