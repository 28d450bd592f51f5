/** Failures of the service's own client are safe to log. */
import { createServer } from 'node:http';
import { once } from 'node:events';
import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { OwnClient } from './own-client.ts';

test('a failure names its cause, and nothing of the request', async () => {
  const refusing = createServer().on('upgrade', (_request, socket) => socket.end('HTTP/1.1 503 Busy\r\n\r\n'));
  await once(refusing.listen(0, '127.0.0.1'), 'listening');
  const address = refusing.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const client = new OwnClient({
    url: `http://127.0.0.1:${String(port)}`,
    headers: { 'x-own': 'the-secret' },
    says: { role: 'presenter' },
    signal: AbortSignal.timeout(10_000),
  });
  // It fails as well, and is not waited for. Vitest reports a failure that is not handled.
  void client.next('link:opened');
  const failure: unknown = await client.next('presenter:challenged').catch((error: unknown) => error);
  expect(failure).toMatchObject({ message: expect.stringContaining('503') });
  expect(inspect(failure, { depth: Infinity, showHidden: true })).not.toContain('the-secret');
  client.close();
  refusing.close();
});
