/** The service behind reverse proxies as people set them up. */
import { afterEach, expect, test } from 'vitest';
import { closeClients, joinRoom, openRoom } from '../support/service/clients.ts';
import { startSignaling, type TestService } from '../support/service/start-service.ts';

let service: TestService;
afterEach(async () => {
  closeClients();
  await service.close();
});

test.each([
  ['203.0.113.8', () => '203.0.113.8'],
  ['203.0.113.8 with a port', (port: number) => `203.0.113.8:${port}`],
  ['[2001:db8::1] with a port', (port: number) => `[2001:db8::1]:${port}`],
  ['no address', (port: number) => `unknown-${port}`],
])('limits by address count %s as one', async (_what, forwardedFor) => {
  service = await startSignaling({ trustedProxies: 1, door: { connectionsPerMinute: 3 } });
  const { roomId } = await openRoom(service.url);
  const join = (port: number) => joinRoom(service.url, roomId, {}, { 'x-forwarded-for': forwardedFor(port) });
  // The presenter’s connection has the test’s own address, which stands in where the header has none.
  const ports = forwardedFor(1).startsWith('unknown') ? [50_001, 50_002] : [50_001, 50_002, 50_003];
  for (const port of ports) await join(port);
  await expect(join(50_004)).rejects.toThrow();
  await expect(joinRoom(service.url, roomId, {}, { 'x-forwarded-for': '198.51.100.9' })).resolves.toBeDefined();
});
