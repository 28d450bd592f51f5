/** The configuration of coturn that we ship, tried on the real one. */
import { createHmac, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemPrograms } from '../../scripts/programs/system-programs.ts';
import { startCoturn, type Coturn } from '../support/machine/coturn.ts';
import type { TurnCredential } from '../../signaling-server/src/admin/doctor/stun/turn-client.ts';
import { trustAuthority, TurnClient, type TurnServerAddress } from '../support/machine/turn-client.ts';

const OLD_SECRET = 'of the tests, before it was changed';
const SECRET = 'of the tests, after it was changed';
const FORBIDDEN = 403;
const UNAUTHORIZED = 401;

/** For another link each time, as the service makes them. */
function credentials(secret = SECRET, validForS = 60): TurnCredential {
  const username = `${String(Math.floor(Date.now() / 1000) + validForS)}:room.${randomBytes(8).toString('hex')}.watcher`;
  return { username, password: createHmac('sha1', secret).update(username).digest('base64') };
}

describe.skipIf(systemPrograms.coturn.find() === undefined)('coturn', () => {
  let coturn: Coturn;
  let clients: TurnClient[] = [];
  beforeAll(async () => {
    coturn = await startCoturn({ addresses: ['127.0.0.1', '::1'], secrets: [OLD_SECRET, SECRET] });
    trustAuthority(coturn.authorityFile);
  });
  afterAll(async () => {
    for (const client of clients) client.close();
    clients = [];
    await coturn.close();
  });

  const serverAt = (transport: TurnServerAddress['transport'], address = '127.0.0.1'): TurnServerAddress => ({
    transport,
    address,
    port: transport === 'tls' ? coturn.tlsPort : coturn.port,
  });
  async function connect(server: TurnServerAddress, by = credentials()): Promise<TurnClient> {
    const client = await TurnClient.connect(server, by);
    clients.push(client);
    return client;
  }

  test.each(['udp', 'tcp', 'tls'] as const)('allocates over %s, and frees the port', async (transport) => {
    const before = coturn.countAllocations();
    const client = await connect(serverAt(transport));
    expect(await client.allocate()).toBe(0);
    expect(coturn.countAllocations()).toBe(before + 1);
    expect(await client.refresh(0)).toBe(0);
    await expect.poll(() => coturn.countAllocations(), { timeout: 10_000 }).toBe(before);
  });

  test('takes both secrets while they are changed, and no other', async () => {
    expect(await (await connect(serverAt('udp'), credentials(SECRET))).allocate()).toBe(0);
    expect(await (await connect(serverAt('udp'), credentials(OLD_SECRET))).allocate()).toBe(0);
    expect(await (await connect(serverAt('udp'), credentials('another'))).allocate()).toBe(UNAUTHORIZED);
  });

  test('refuses credentials that have expired, and keeps an allocation whose credentials expire', async () => {
    expect(await (await connect(serverAt('udp'), credentials(SECRET, -1))).allocate()).toBe(UNAUTHORIZED);
    const client = await connect(serverAt('udp'), credentials(SECRET, 1));
    expect(await client.allocate()).toBe(0);
    await new Promise((resolve) => setTimeout(resolve, 2_100));
    expect(await client.refresh()).toBe(0);
  });

  describe('relays to no address of a private network', () => {
    const denied = {
      ipv4: [
        '127.0.0.1',
        '127.1.2.3',
        '0.0.0.0',
        '10.0.0.1',
        '10.255.255.255',
        '100.64.0.1',
        '169.254.169.254',
        '172.16.0.1',
        '172.31.255.255',
        '192.0.0.192',
        '192.168.0.1',
        '192.168.255.255',
        '198.18.0.1',
        '224.0.0.1',
        '255.255.255.255',
      ],
      ipv6: [
        '::1',
        '::',
        '::ffff:127.0.0.1',
        '::ffff:10.0.0.1',
        '::ffff:169.254.169.254',
        '::ffff:192.168.0.1',
        '64:ff9b::7f00:1',
        '2002:7f00:1::1',
        'fd00::1',
        'fc00::1',
        'fe80::1',
        'ff02::1',
      ],
    } as const;
    const cases = (['ipv4', 'ipv6'] as const).flatMap((family) =>
      denied[family].map((peer) => [family, peer] as const),
    );

    test.each(cases)('%s %s', async (family, peer) => {
      const client = await connect(serverAt('udp', family === 'ipv4' ? '127.0.0.1' : '::1'));
      expect(await client.allocate(family)).toBe(0);
      expect(await client.permit(peer)).toBe(FORBIDDEN);
    });
  });

  test('relays to public addresses', async () => {
    const over4 = await connect(serverAt('udp'));
    expect(await over4.allocate()).toBe(0);
    for (const peer of ['1.1.1.1', '172.32.0.1', '193.0.0.1']) expect(await over4.permit(peer)).toBe(0);
    const over6 = await connect(serverAt('udp', '::1'));
    expect(await over6.allocate('ipv6')).toBe(0);
    for (const peer of ['2606:4700::1', '2a00:1450::1']) expect(await over6.permit(peer)).toBe(0);
  });
});
