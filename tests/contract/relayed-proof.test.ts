/**
 * A malicious service passes a presenter's proof on to another one. Names come from the settings of
 * a service, never from headers, so the other service refuses it.
 */
import { spoken } from '@lectern/protocol';
import { afterEach, describe, expect, test } from 'vitest';
import { makeRoomKey, type RoomKey } from '../support/service/room-key.ts';
import { about, challengePresenter, closeClients, connect, joinRoom } from '../support/service/clients.ts';
import { startSignaling, type TestService } from '../support/service/start-service.ts';
import { startServiceProcess } from '../support/service/service-process.ts';

let service: TestService | undefined;
afterEach(async () => {
  closeClients();
  await service?.close();
  service = undefined;
});

const EVIL = 'evil.example';

/**
 * Relays a proof that the victim's app signed for the malicious service, with that service's
 * headers.
 */
const relayed = async (url: string, key: RoomKey, headers: Record<string, string>): Promise<string> => {
  const { client, challenged } = await challengePresenter(url, undefined, headers);
  const { roomId } = key;
  const epoch = challenged.now + 1;
  const { challenge } = challenged;
  const proof = await key.prove({ service: EVIL, roomId, epoch, challenge });
  return client.codeOf('room:open', { roomId, epoch, live: true, about, links: [], proof });
};

describe.each([
  ['with a public URL', { publicUrl: 'https://good.example' }],
  ['without settings', {}],
  ['behind a trusted proxy', { trustedProxies: 1 }],
])('%s', (_what, settings) => {
  test.each([
    ['Host', { Host: EVIL }],
    ['X-Forwarded-Host', { 'X-Forwarded-Host': EVIL }],
  ])('a proof for another service is refused, also if %s names that service', async (_header, headers) => {
    service = await startSignaling(settings);
    const victim = await openAs(service.url, 'publicUrl' in settings ? 'good.example' : new URL(service.url).host);
    const watcher = await joinRoom(service.url, victim.roomId);
    expect(await relayed(service.url, victim.key, headers)).toBe('wrong-service');
    await watcher.client.settle();
    expect(watcher.client.heard).toEqual([]);
    expect(victim.client.heard.map(({ name }) => name)).not.toContain('presenter:replaced');
    expect(await victim.client.codeOf('room:stop', {})).toBe('ok');
  });
});

async function openAs(url: string, name: string) {
  const key = await makeRoomKey();
  const { client, challenged } = await challengePresenter(url);
  const { now: epoch, challenge } = challenged;
  const { roomId } = key;
  const proof = await key.prove({ service: name, roomId, epoch, challenge });
  const opened = await client.request('room:open', { roomId, epoch, live: true, about, links: [], proof });
  return { client, key, roomId, epoch, opened };
}

test('a service behind a proxy that rewrites Host says that its setup is wrong, and the log names the setting', async () => {
  const process = await startServiceProcess({ LECTERN_LOG_LEVEL: 'warn' }, 'source', 'kept');
  try {
    const key = await makeRoomKey();
    const dialed = 'https://lectern.example';
    const client = connect(process.url, { role: 'presenter', protocol: spoken, dialed }, { Host: 'inner:8420' });
    const { challenge, now: epoch } = await client.next('presenter:challenged');
    const { roomId } = key;
    const proof = await key.prove({ service: 'lectern.example', roomId, epoch, challenge });
    const params = { roomId, epoch, live: true, about, links: [], proof };
    expect(await client.codeOf('room:open', params)).toBe('wrong-service');
    await expect.poll(() => process.output()).toMatch(/"name":"lectern.example".*LECTERN_PUBLIC_URL/);
  } finally {
    await process.stop();
  }
});
