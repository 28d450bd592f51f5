/** Which connections are a service's signaling, and so carry its key. */
import { expect, test } from 'vitest';
import { signaledService } from './handshake-key.ts';

test.each([
  ['wss://lectern.example/signaling/?EIO=4&transport=websocket', 'https://lectern.example'],
  ['ws://192.168.1.5:8420/signaling/?EIO=4&transport=websocket', 'http://192.168.1.5:8420'],
  ['wss://example.org/lectern/signaling/?EIO=4&transport=websocket', 'https://example.org/lectern'],
  ['wss://lectern.example/other/?EIO=4', undefined],
  ['wss://lectern.example/signaling/x', undefined],
  ['https://lectern.example/signaling/', undefined],
  ['not an address', undefined],
])('%s belongs to %s', (url, origin) => {
  expect(signaledService(url)).toBe(origin);
});
