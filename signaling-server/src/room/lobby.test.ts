/** What the presenter hears of the lobby, also where a notice is lost. */
import { beforeEach, expect, test } from 'vitest';
import type { NoticePayload } from '@lectern/protocol';
import { defaultPolicy } from '../policy.ts';
import { FakeClock } from './fake-clock.fixture.ts';
import { FakeOutlet } from './fake-outlet.fixture.ts';
import { newWatcherId } from './ids.ts';
import { Lobby } from './lobby.ts';
import { roomOptions } from './room-options.fixture.ts';

const policy = defaultPolicy.room;
const clock = new FakeClock();
let heard: NoticePayload<'lobby:changed'>[];
let lobby: Lobby;
beforeEach(() => {
  heard = [];
  lobby = new Lobby(roomOptions({ clock, maxWatchers: 3 }), (changed) => heard.push(changed));
});

function wait(): void {
  lobby.add({ watcherId: newWatcherId(), outlet: new FakeOutlet(), generation: null, onAdmitted: () => undefined });
}
const counts = (): number[] => heard.splice(0).map(({ count }) => count);

test('the presenter is notified again and again while some wait, and once when none is left', () => {
  wait();
  clock.advance(policy.lobbyRepeatedMs);
  clock.advance(policy.lobbyRepeatedMs);
  expect(counts()).toEqual([1, 1, 1]);
  lobby.admit();
  for (let turn = 0; turn < 5; turn += 1) clock.advance(policy.lobbyRepeatedMs);
  expect(counts()).toEqual([0, 0]);
});

test('a closed lobby says nothing more', () => {
  wait();
  lobby.close();
  counts();
  clock.advance(3 * policy.lobbyRepeatedMs);
  expect(counts()).toEqual([]);
});
