/** Who may enter: what the app sends to the service and when, and who waits in the lobby. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { PasscodeGeneration, PasscodeVerifier, SignalingError, WatcherId, type EntryRules } from '@lectern/protocol';
import { Entrance } from './entrance.ts';

const open: EntryRules = { passcode: null, lobby: false, watchers: 'stay' };
const asking = (letter: string, watchers: EntryRules['watchers'] = 'stay'): EntryRules => ({
  passcode: {
    verifier: PasscodeVerifier.parse(letter.repeat(43)),
    generation: PasscodeGeneration.parse(letter.repeat(22)),
  },
  lobby: false,
  watchers,
});
const ada = WatcherId.parse('a'.repeat(22));
const bob = WatcherId.parse('b'.repeat(22));

let version: number | null;
let answers: boolean;
let requested: unknown[];
let closings: number;
let entrance: Entrance;
beforeEach(() => {
  vi.useFakeTimers();
  [version, answers, requested, closings] = [3, true, [], 0];
  entrance = new Entrance({
    rules: open,
    request: async (name, params) => {
      if (!answers) throw new SignalingError('unreachable');
      requested.push([name, params]);
    },
    version: () => version,
    closeLinks: () => void (closings += 1),
  });
});
afterEach(() => vi.useRealTimers());

test('the rules are in every opening, and a change is sent at once', async () => {
  expect(entrance.inOpening(3)).toEqual({ entry: open });
  const next = asking('p');
  await entrance.change(next);
  expect(requested).toEqual([['entry:change', { entry: next }]]);
  expect(entrance.inOpening(3)).toEqual({ entry: next });
});

test('a change while the room is being opened is sent once it is open', async () => {
  entrance.inOpening(3);
  version = null;
  await entrance.change(asking('p'));
  expect(requested).toEqual([]);
  version = 3;
  entrance.opened();
  expect(requested).toEqual([['entry:change', { entry: asking('p') }]]);
  entrance.opened();
  await vi.advanceTimersByTimeAsync(0);
  entrance.opened();
  expect(requested.length).toBeLessThanOrEqual(2);
});

test('a room with a passcode or a lobby is not opened at a service that knows neither', async () => {
  version = 2;
  expect(entrance.inOpening(2)).toEqual({});
  for (const rules of [asking('p'), { ...open, lobby: true }]) {
    await entrance.change(rules);
    expect(() => entrance.inOpening(2)).toThrow('service-too-old');
  }
  expect(requested).toEqual([]);
});

test('while the service is away, those who have to come in again lose the picture at once', async () => {
  answers = false;
  await entrance.change(asking('p', 'stay'));
  expect(closings).toBe(0);
  await entrance.change(asking('q', 'leave'));
  expect(closings).toBe(1);
  // The lobby alone removes no one.
  await entrance.change({ ...asking('q', 'leave'), lobby: true });
  expect(closings).toBe(1);
});

test('guests have numbers in the order in which they came, and no guest waits on a lost connection', () => {
  const { notices, lobby } = entrance;
  notices['lobby:changed']({ count: 1, waiting: [ada] });
  notices['lobby:changed']({ count: 1, waiting: [bob] });
  notices['lobby:changed']({ count: 2, waiting: [bob, ada] });
  expect(lobby.get()).toEqual({
    count: 2,
    guests: [
      { watcherId: bob, number: 2 },
      { watcherId: ada, number: 1 },
    ],
  });
  entrance.disconnected();
  expect(lobby.get().count).toBe(0);
});

test('the warning that a passcode is being guessed shows as long as the service slows the tries down', () => {
  entrance.notices['passcode:guessed']({ wrong: 60, slowedForMs: 600_000 });
  expect(entrance.isGuessed.get()).toBe(true);
  vi.advanceTimersByTime(599_999);
  entrance.notices['passcode:guessed']({ wrong: 60, slowedForMs: 600_000 });
  vi.advanceTimersByTime(599_999);
  expect(entrance.isGuessed.get()).toBe(true);
  vi.advanceTimersByTime(1);
  expect(entrance.isGuessed.get()).toBe(false);
});
