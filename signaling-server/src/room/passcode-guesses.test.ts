/** Wrong passcodes are counted by address and room; right ones cost nothing. */
import { beforeEach, expect, test } from 'vitest';
import { RoomId, type PasscodeProof } from '@lectern/protocol';
import { defaultPolicy } from '../policy.ts';
import { FakeClock } from './fake-clock.fixture.ts';
import { PasscodeGuesses } from './passcode-guesses.ts';
import { newProof, verifierOf } from './passcode.fixture.ts';

const MINUTE = 60_000;
const [roomId, otherRoomId] = [RoomId.parse('abcdefghijkmnpqrstuv'), RoomId.parse('bbcdefghijkmnpqrstuv')];
const [home, school] = ['203.0.113.5', '192.0.2.9'];
const right = newProof();
const verifier = verifierOf(right);

let clock: FakeClock;
let guesses: PasscodeGuesses;
beforeEach(() => {
  clock = new FakeClock();
  guesses = new PasscodeGuesses({ clock, policy: defaultPolicy.room });
});

/** The refusal, or `right`. */
function guess(proof: PasscodeProof, address: string, of = roomId): unknown {
  try {
    guesses.check({ roomId: of, verifier, proof, address }, () => undefined);
    return 'right';
  } catch (error) {
    return error;
  }
}
const wrong = (address: string): unknown => guess(newProof(), address);

test('after five wrong ones in a minute from one address none is checked; others get in', () => {
  const tries = Array.from({ length: 5 }, () => wrong(home));
  expect(tries).toEqual(Array.from({ length: 5 }, () => expect.objectContaining({ code: 'passcode-wrong' })));
  clock.advance(MINUTE / 2);
  expect(guess(right, home)).toMatchObject({ code: 'passcode-paused', retryable: true, waitMs: MINUTE / 2 });
  const classmates = Array.from({ length: 200 }, () => guess(right, school));
  expect(new Set(classmates)).toEqual(new Set(['right']));
  clock.advance(MINUTE / 2);
  expect(guess(right, home)).toBe('right');
});

test('the tries of one address in one room leave those in another room alone', () => {
  for (let count = 0; count < 6; count += 1) wrong(home);
  expect(guess(right, home, otherRoomId)).toBe('right');
  expect(guess(right, home)).toMatchObject({ code: 'passcode-paused' });
});
