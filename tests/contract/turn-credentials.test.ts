/**
 * TURN credentials from a URL, as hosted TURN services give them, and their renewal for links in
 * use.
 */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import type { IceServer } from '@lectern/protocol';
import { closeClients, joinRoom, openRoom } from '../support/service/clients.ts';
import { startSignaling, type TestService } from '../support/service/start-service.ts';

interface Asked {
  readonly method: string | undefined;
  readonly authorization: string | undefined;
  readonly body: string;
}

let hosted: Server | undefined;
let service: TestService | undefined;
afterEach(async () => {
  closeClients();
  await service?.close();
  hosted?.closeAllConnections();
  hosted?.close();
  [hosted, service] = [undefined, undefined];
});

/**
 * A hosted TURN service. `answer` gets the number of requests so far, and gives status and body.
 */
async function host(answer: (count: number) => readonly [number, unknown]): Promise<{ url: string; asked: Asked[] }> {
  const asked: Asked[] = [];
  const handle = async (request: IncomingMessage): Promise<readonly [number, unknown]> => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    asked.push({ method: request.method, authorization: request.headers.authorization, body });
    return answer(asked.length);
  };
  hosted = createServer((request, response) => {
    void handle(request).then(([status, body]) => response.writeHead(status).end(JSON.stringify(body)));
  });
  hosted.listen(0, '127.0.0.1');
  await once(hosted, 'listening');
  return { url: `http://127.0.0.1:${String((hosted.address() as AddressInfo).port)}/credentials`, asked };
}

const serversOf = (count: number) => [
  { urls: 'turn:t.example', username: `name ${String(count)}`, credential: 'word' },
];
const namesIn = (servers: readonly IceServer[] = []): (string | undefined)[] => servers.map(({ username }) => username);
const setting = { kind: 'credentials-url', method: 'POST', authorization: 'Bearer abc', ttlS: 600 } as const;

async function grantedTo(url: string): Promise<(string | undefined)[]> {
  const { roomId } = await openRoom(url);
  return namesIn((await joinRoom(url, roomId)).joined.link?.iceServers);
}

test('they are asked for with the header and the wanted time, and every link gets them', async () => {
  const { url, asked } = await host((count) => [200, { iceServers: serversOf(count) }]);
  service = await startSignaling({ stunUrls: [], turn: { ...setting, url } });
  await expect.poll(() => asked).toHaveLength(1);
  expect(asked[0]).toEqual({ method: 'POST', authorization: 'Bearer abc', body: '{"ttl":600}' });
  const { url: at } = service;
  await expect.poll(() => grantedTo(at)).toEqual(['name 1']);
});

test('a service that fails, or that answers something else, is asked again; meanwhile links have no TURN', async () => {
  const answers = [
    [503, {}],
    [200, { other: true }],
    [200, serversOf(3)],
  ] as const;
  const { url, asked } = await host((count) => answers[count - 1] ?? [200, serversOf(count)]);
  const retryMs = { first: 10, longest: 20 };
  service = await startSignaling({ stunUrls: [], turn: { ...setting, url }, turnFetch: { retryMs } });
  const { url: at } = service;
  await expect.poll(() => asked.length).toBeGreaterThan(2);
  await expect.poll(() => grantedTo(at)).toEqual(['name 3']);
});

test('both ends of a link in use get fresh ones before theirs expire', async () => {
  const { url } = await host((count) => [200, { iceServers: serversOf(count), ttl: 1 }]);
  service = await startSignaling({ stunUrls: [], turn: { ...setting, url } });
  const { url: at } = service;
  await expect.poll(() => grantedTo(at)).not.toEqual([]);
  const { client: presenter, roomId } = await openRoom(at);
  const { client: watcher, joined } = await joinRoom(at, roomId);
  const before = namesIn(joined.link?.iceServers);
  const { linkId } = await presenter.next('link:opened');
  for (const end of [presenter, watcher]) {
    const renewed = await end.next('link:ice-renewed');
    expect(renewed.linkId).toBe(linkId);
    expect(namesIn(renewed.iceServers)).not.toEqual(before);
  }
});

test('a presenter that returns to a service that has restarted gets fresh ones for the links that it holds', async () => {
  const turn = { kind: 'shared-secret', urls: ['turn:t.example'], secret: 'a secret of the tests', ttlS: 600 } as const;
  service = await startSignaling({ stunUrls: [], turn });
  const { client: presenter, roomId, key } = await openRoom(service.url);
  const { joined } = await joinRoom(service.url, roomId);
  const { linkId } = await presenter.next('link:opened');
  await service.close();
  service = await startSignaling({ stunUrls: [], turn });
  const held = [{ linkId, watcherId: joined.watcherId }];
  const { client: returned } = await openRoom(service.url, { links: held, key });
  const renewed = await returned.next('link:ice-renewed');
  expect(renewed.linkId).toBe(linkId);
  expect(namesIn(renewed.iceServers)[0]).toMatch(/presenter$/);
});
