/** Guessing presenter keys gets slower, and answers do not reveal a right one by their time. */
import { beforeEach, expect, test } from 'vitest';
import { FakeClock } from '../room/fake-clock.fixture.ts';
import { PacedKeys } from './paced-keys.ts';
import { PerAddress } from '../room/per-address.ts';
import { hashPresenterKey, PresenterKeys } from './presenter-keys.ts';

const RIGHT = 'zX8vY2nQ4tR6wS0aB3cD';
const WRONG = 'kJ7hG5fD3sA1pO9iU8yT';
const policy = { lateAnswerMs: 1_500, lateAnswersPerAddress: 2 };

let clock: FakeClock;
let keys: PacedKeys;
beforeEach(async () => {
  clock = new FakeClock();
  const source = new PresenterKeys(() => [{ id: 'ada', name: 'Ada', quota: {}, hash: hashPresenterKey(RIGHT) }]);
  keys = new PacedKeys({ keys: source, clock, policy, wrongKeys: new PerAddress(clock, 2) });
  for (let count = 0; count < 2; count += 1) await judge(WRONG, 'a');
});

const judge = async (key: string, addressKey: string) =>
  (await keys.judge({ key, admission: undefined }, addressKey)).presenting;

/** Judgements that have been given, in their order. */
function judging(...given: readonly [key: string, addressKey: string][]): string[] {
  const judged: string[] = [];
  for (const [key, addressKey] of given) void judge(key, addressKey).then((answer) => judged.push(answer));
  return judged;
}
const settle = () => new Promise((resolve) => setImmediate(resolve));

test('a wrong key gets its reason at once, until the address is spent', async () => {
  expect([await judge(WRONG, 'b'), await judge(WRONG, 'b')]).toEqual(['key-refused', 'key-refused']);
  expect(await Promise.race([judge(WRONG, 'b'), settle().then(() => 'waits')])).toBe('waits');
});

test('a right key and a wrong one get their answers equally late once the address is spent', async () => {
  const judged = judging([RIGHT, 'a'], [WRONG, 'a']);
  clock.advance(1_499);
  await settle();
  expect(judged).toEqual([]);
  clock.advance(1);
  await settle();
  expect(judged).toEqual(['admitted', 'too-many']);
});

test('only a few answers of an address are under way; the others are refused, and their key is not checked', async () => {
  const judged = judging([WRONG, 'a'], [WRONG, 'a'], [RIGHT, 'a']);
  await settle();
  expect(judged).toEqual(['too-many']);
  clock.advance(1_500);
  await settle();
  expect(await Promise.race([judge(RIGHT, 'a'), settle().then(() => 'waits')])).toBe('waits');
});

test('other addresses, and presenters who have sent no key, do not wait', async () => {
  const judged = judging([RIGHT, 'b'], ['', 'a']);
  await settle();
  expect(judged).toEqual(['admitted', 'key-required']);
});
