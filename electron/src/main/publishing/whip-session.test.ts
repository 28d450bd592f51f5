/** Against a real HTTP server that answers as each test wants. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fakeLogger } from '../log/logger.fixture.ts';
import type { HttpRequest } from './http-request.ts';
import { Publications } from './publications.ts';
import { WhipSession } from './whip-session.ts';

const OFFER = 'v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\n';
const ANSWER = 'v=0\r\no=- 2 2 IN IP4 0.0.0.0\r\n';
const TOKEN = 'zX8vY2nQ4tR6wS0aB3cD';

interface Seen {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

let servers: Server[];
let seen: Seen[];

/** Redirects are left to the caller, as Electron's requests are. */
const request: HttpRequest = async (url, { method, headers, body = null }) => {
  const response = await fetch(url, { method, headers: { ...headers }, body, redirect: 'manual' });
  return { status: response.status, header: (name) => response.headers.get(name), body: await response.text() };
};

async function serve(answer: (asked: Seen, response: ServerResponse) => void): Promise<string> {
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const { method = '', url: path = '', headers } = incoming;
      const asked = { method, path, headers, body: Buffer.concat(chunks).toString() };
      seen.push(asked);
      answer(asked, response);
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
}

const created = { 'Content-Type': 'application/sdp', Location: '/whip/one?x=1', ETag: '"e1"' };

/** One that takes everything. */
const serveWhip = (more: Record<string, string> = {}): Promise<string> =>
  serve(({ method }, response) => {
    if (method === 'POST') response.writeHead(201, { ...created, ...more }).end(ANSWER);
    else response.writeHead(method === 'PATCH' ? 204 : 200).end();
  });

beforeEach(() => {
  servers = [];
  seen = [];
});
afterEach(() => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
});

test('publishes, sends candidates and ends, with the token and the session’s address', async () => {
  const origin = await serveWhip({ Link: '<stun:stun.example>; rel="ice-server"' });
  const target = { address: `${origin}/whip?room=a`, token: TOKEN, request };
  const { session, reply } = await WhipSession.open(target, OFFER);
  expect(reply).toEqual({ kind: 'answered', answer: ANSWER, iceServers: [{ urls: ['stun:stun.example'] }] });
  await session?.sendCandidates('a=ice-ufrag:x');
  await session?.close();
  await session?.close();
  expect(seen.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'POST /whip?room=a',
    'PATCH /whip/one?x=1',
    'DELETE /whip/one?x=1',
  ]);
  expect(seen.map(({ headers }) => headers.authorization)).toEqual(Array(3).fill(`Bearer ${TOKEN}`));
  expect(seen[0]).toMatchObject({ body: OFFER, headers: { 'content-type': 'application/sdp' } });
  expect(seen[1]).toMatchObject({
    body: 'a=ice-ufrag:x',
    headers: { 'content-type': 'application/trickle-ice-sdpfrag', 'if-match': '"e1"' },
  });
});

test('a server that takes no candidates is not asked again', async () => {
  const origin = await serve(({ method }, response) => {
    if (method === 'POST') response.writeHead(201, created).end(ANSWER);
    else response.writeHead(405).end();
  });
  const { session } = await WhipSession.open({ address: origin, token: null, request }, OFFER);
  await session?.sendCandidates('one');
  await session?.sendCandidates('two');
  expect(seen.map(({ method }) => method)).toEqual(['POST', 'PATCH']);
  expect(seen.map(({ headers }) => headers.authorization)).toEqual([undefined, undefined]);
});

test('redirects are followed with the offer, and the token stays with its server', async () => {
  const other = await serveWhip();
  const origin = await serve(({ path }, response) => {
    response.writeHead(path === '/a' ? 307 : 308, { Location: path === '/a' ? '/b' : `${other}/whip` }).end();
  });
  const { session } = await WhipSession.open({ address: `${origin}/a`, token: TOKEN, request }, OFFER);
  await session?.close();
  expect(seen.map(({ method, path, body, headers }) => [method, path, body, headers.authorization])).toEqual([
    ['POST', '/a', OFFER, `Bearer ${TOKEN}`],
    ['POST', '/b', OFFER, `Bearer ${TOKEN}`],
    ['POST', '/whip', OFFER, undefined],
    ['DELETE', '/whip/one?x=1', '', undefined],
  ]);
});

test.each([
  ['https://live.example/whip', 302],
  ['file:///etc/passwd', 307],
  ['/again', 307],
])('a redirect to %s by %d is no way to publish', async (location, status) => {
  const origin = await serve((_asked, response) => void response.writeHead(status, { Location: location }).end());
  const { session, reply } = await WhipSession.open({ address: origin, token: TOKEN, request }, OFFER);
  expect([session, reply]).toEqual([null, { kind: 'failed', why: 'not-whip', retryAfterMs: null }]);
  expect(seen.length).toBeLessThan(6);
});

test.each([
  [401, 'unauthorized'],
  [403, 'unauthorized'],
  [404, 'not-found'],
  [405, 'not-whip'],
  [409, 'in-use'],
  [422, 'offer-refused'],
  [429, 'busy'],
  [502, 'unreachable'],
  [503, 'busy'],
  [200, 'not-whip'],
  [201, 'not-whip'],
])('%d means %s', async (status, why) => {
  const origin = await serve((_asked, response) => void response.writeHead(status, { 'Retry-After': '7' }).end());
  const { reply } = await WhipSession.open({ address: origin, token: null, request }, OFFER);
  expect(reply).toEqual({ kind: 'failed', why, retryAfterMs: 7_000 });
});

test('an answer that is none ends the session that the server has made', async () => {
  const origin = await serveWhip({ 'Content-Type': 'text/html' });
  const { reply } = await WhipSession.open({ address: origin, token: null, request }, OFFER);
  expect(reply).toMatchObject({ kind: 'failed', why: 'not-whip' });
  expect(seen.map(({ method }) => method)).toEqual(['POST', 'DELETE']);
});

const publications = (address: () => string | null) => {
  const log = fakeLogger();
  const tokens = { has: () => true, read: () => TOKEN, store: () => undefined };
  const { handlers } = new Publications({ address, tokens, request, log });
  return { log, handlers };
};

test('a publication that is answered after the next one has begun ends at once', async () => {
  const waiting: (() => void)[] = [];
  const origin = await serve(({ method, body }, response) => {
    const answer = (): void =>
      void response
        .writeHead(201, { ...created, Location: `/${body.includes('first') ? 'first' : 'second'}` })
        .end(ANSWER);
    if (method !== 'POST') response.writeHead(200).end();
    else if (body.includes('first')) waiting.push(answer);
    else answer();
  });
  const { handlers } = publications(() => origin);
  const first = handlers.openPublication(`${OFFER}s=first`);
  await expect.poll(() => waiting.length).toBe(1);
  await handlers.openPublication(OFFER);
  for (const answer of waiting) answer();
  await first;
  await handlers.closePublication();
  expect(seen.filter(({ method }) => method === 'DELETE').map(({ path }) => path)).toEqual(['/first', '/second']);
});

test('a server that is away is no error, and the log has neither token nor path', async () => {
  const { handlers, log } = publications(() => 'http://127.0.0.1:9/secret-path');
  expect(await handlers.openPublication(OFFER)).toEqual({ kind: 'failed', why: 'unreachable', retryAfterMs: null });
  await handlers.closePublication();
  expect(JSON.stringify(log)).not.toMatch(/secret-path|zX8v/);
});
