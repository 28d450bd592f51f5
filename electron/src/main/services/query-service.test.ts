/** Asks a real HTTP server which service it is: slow, endless and redirecting ones, too. */
import { queryService } from '@lectern/bridge';
import { PRESENTER_KEY_HEADER, spoken } from '@lectern/protocol';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { whyUnreachable } from './why-unreachable.ts';

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function serve(answer: RequestListener): Promise<string> {
  const listening = createServer(answer);
  server = listening;
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(listening.address() as AddressInfo).port}`;
}

const about = { service: 'lectern', version: '1.2.3', protocol: spoken, presenting: 'admitted' };
const query = (origin: string, key: string | null = null, timeoutMs = 30_000) =>
  queryService(origin, { fetch, key, whyUnreachable, timeoutMs });

test('the key is sent, and the answer is read', async () => {
  const seen: unknown[] = [];
  const origin = await serve((request, response) => {
    seen.push(request.url, request.headers[PRESENTER_KEY_HEADER]);
    response.end(JSON.stringify(about));
  });
  expect(await query(origin, 'secret')).toMatchObject({ kind: 'reachable', version: '1.2.3', presenting: 'admitted' });
  expect(seen).toEqual(['/version', 'secret']);
  await query(origin);
  expect(seen.slice(2)).toEqual(['/version', undefined]);
});

test('a redirect is not followed: it would carry the key along', async () => {
  const paths: unknown[] = [];
  const origin = await serve((request, response) => {
    paths.push(request.url);
    response.writeHead(302, { location: '/elsewhere' }).end();
  });
  expect(await query(origin, 'secret')).toMatchObject({ kind: 'unreachable' });
  expect(paths).toEqual(['/version']);
});

test('without an answer in time the service is unreachable', async () => {
  const origin = await serve(() => {});
  expect(await query(origin, null, 50)).toEqual({ kind: 'unreachable', why: 'timed-out' });
});

test('an endless answer is not read to its end', async () => {
  const origin = await serve((_request, response) => {
    const more = (): void => void (response.writable && response.write('x'.repeat(4096), more));
    more();
  });
  expect(await query(origin)).toEqual({ kind: 'unreachable', why: 'not-lectern' });
});
