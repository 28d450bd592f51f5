/** Credentials as coturn computes them. */
import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { RoomId } from '@lectern/protocol';
import { FakeClock } from '../room/fake-clock.fixture.ts';
import { newLinkId } from '../room/ids.ts';
import { SharedSecretServers } from './shared-secret.ts';

test('credentials are those that coturn expects, for one end of one link', () => {
  const setting = { urls: ['turn:t.example:3478'], secret: 'a secret of the tests', ttlS: 600 };
  const linkId = newLinkId();
  const roomId = RoomId.parse('abcdefghijkmnpqrstuv');
  const username = `1600:abcde.${linkId}.watcher`;
  const credential = createHmac('sha1', setting.secret).update(username).digest('base64');
  const servers = new SharedSecretServers(setting, new FakeClock(1_000_500));
  expect(servers.forEnd({ roomId, linkId, side: 'watcher' })).toEqual([{ urls: setting.urls, username, credential }]);
  expect(servers.renewAfterMs()).toBe(300_000);
});
