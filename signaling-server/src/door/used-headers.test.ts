/** Which headers of an open WebSocket's request stay. */
import { expect, test } from 'vitest';
import { dropUnusedHeaders } from './used-headers.ts';

test('the headers that handshakes are decided by stay; those that only opened the WebSocket are dropped', () => {
  const used = {
    host: 'lectern.example',
    origin: 'https://lectern.example',
    'x-forwarded-for': '192.0.2.7',
    'x-forwarded-host': 'lectern.example',
    'x-forwarded-proto': 'https',
    'x-lectern-presenter-key': 'a-key',
  };
  const request = { headers: { ...used, 'user-agent': 'Mozilla/5.0', cookie: 'a=b' }, rawHeaders: ['User-Agent', '…'] };
  dropUnusedHeaders(request);
  expect(request).toEqual({ headers: used, rawHeaders: [] });
});
