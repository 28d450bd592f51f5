import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { FakeClock } from './fake-clock.fixture.ts';
import { iceServersFrom } from './ice-servers.ts';
import { newLinkId } from './ids.ts';

const clock = new FakeClock(1_000_500);

test('TURN credentials are those that coturn expects, for one end of one link', () => {
  const turn = { urls: ['turn:t.example:3478'], secret: 'a secret of the tests', ttlS: 600 };
  const linkId = newLinkId();
  const username = `1600:${linkId}-watcher`;
  expect(iceServersFrom({ stunUrls: ['stun:s'], turn }, clock)(linkId, 'watcher')).toEqual([
    { urls: ['stun:s'] },
    { urls: turn.urls, username, credential: createHmac('sha1', turn.secret).update(username).digest('base64') },
  ]);
});

test('no servers are returned when none are configured', () => {
  expect(iceServersFrom({ stunUrls: [], turn: null }, clock)(newLinkId(), 'presenter')).toEqual([]);
});
