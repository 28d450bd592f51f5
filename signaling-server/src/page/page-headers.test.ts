/** When browsers are asked to keep to https. */
import express from 'express';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { setPageHeaders } from './page-headers.ts';

async function strictTransport(publicUrl: string | null): Promise<string | null> {
  const app = express();
  app.use(setPageHeaders({ publicUrl, trustedProxies: 0, embedOrigins: [] }));
  const server = app.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  try {
    const { port } = server.address() as AddressInfo;
    return (await fetch(`http://127.0.0.1:${String(port)}/`)).headers.get('strict-transport-security');
  } finally {
    server.close();
  }
}

test.each([
  ['https://lectern.example', 'max-age=31536000'],
  ['https://lectern.example:8443', null],
  ['https://example.org/lectern', null],
  ['http://lectern.example', null],
  [null, null],
])('%s: browsers keep to https only where the whole host is the service’s: %s', async (publicUrl, header) => {
  expect(await strictTransport(publicUrl)).toBe(header);
});
