/**
 * Wrong passcodes of a room that moves from one instance to another on the same Redis: they stay
 * counted.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { spoken } from '@lectern/protocol';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemPrograms } from '../../scripts/programs/system-programs.ts';
import { asking, newProof } from '../../signaling-server/src/room/passcode.fixture.ts';
import { closeClients, joinRoom, openRoom, refusalOf } from '../support/service/clients.ts';
import type { TestService } from '../support/service/start-service.ts';
import { startTwoOnRedis, type TwoOnRedis } from '../support/service/two-on-redis.ts';

const SOON = { timeout: 20_000 };
/** Wrong ones of the room in a minute, before each address has fewer tries. */
const MANY = 12;
const right = newProof();
const entry = asking(right);

/**
 * The answers until one is as expected, at most that many. Instances know each other's counts a
 * moment later, and a busy machine needs a longer one: each pause is twice the one before.
 */
async function answersUntil(expected: string, attempts: number, run: () => Promise<string>): Promise<string[]> {
  const answers: string[] = [];
  for (let pauseMs = 250; answers.length < attempts; pauseMs *= 2) {
    answers.push(await run());
    if (answers.at(-1) === expected) break;
    await sleep(pauseMs);
  }
  return answers;
}

describe.skipIf(systemPrograms.redis.find() === undefined)('on Redis', () => {
  let two: TwoOnRedis;
  let room: Awaited<ReturnType<typeof openRoom>>;
  beforeEach(async () => {
    two = await startTwoOnRedis({ trustedProxies: 1, room: { wrongPasscodesOfRoom: MANY } });
    room = await openRoom(two.first.url, { entry });
  });
  afterEach(async () => {
    closeClients();
    await two.close();
  });

  const guess = async ({ url }: TestService, address: string, passcode = newProof()): Promise<string> => {
    const auth = { role: 'watcher', protocol: spoken, roomId: room.roomId, passcode };
    return (await refusalOf(url, auth, { 'x-forwarded-for': address })).code;
  };

  /** Its owner dies, and its presenter opens it at the other instance. */
  async function move(): Promise<void> {
    await two.first.close();
    const { key, epoch, opened } = room;
    const open = () => openRoom(two.second.url, { key, epoch, token: opened.token, entry }).then(() => 'open', String);
    await expect.poll(open, SOON).toBe('open');
  }

  test('an address that has used up its tries has none at the next instance, and others have theirs', async () => {
    const [guesser, other] = ['203.0.113.7', '203.0.113.8'];
    for (let count = 0; count < 5; count += 1) expect(await guess(two.first, guesser)).toBe('passcode-wrong');
    expect(await guess(two.first, guesser, right)).toBe('passcode-paused');
    await move();
    // The first one may be checked: it brings what was counted before. By itself, it would allow
    // five.
    expect(await answersUntil('passcode-paused', 4, () => guess(two.second, guesser))).toContain('passcode-paused');
    expect(await guess(two.second, other)).toBe('passcode-wrong');
    expect(await guess(two.second, other)).toBe('passcode-wrong');
    await joinRoom(two.second.url, room.roomId, { passcode: right }, { 'x-forwarded-for': other });
  });

  test('a room that is guessed at from everywhere stays slow, and the right passcode still lets people in', async () => {
    for (let index = 0; index < MANY; index += 1) await guess(two.first, `198.51.100.${String(index)}`);
    await move();
    let last = 0;
    const twice = async (): Promise<string> => {
      const fresh = `203.0.113.${String((last += 1))}`;
      return `${await guess(two.second, fresh)} ${await guess(two.second, fresh)}`;
    };
    // By itself, it would not be slow before the last of twelve.
    const slow = 'passcode-wrong passcode-paused';
    expect(await answersUntil(slow, MANY / 2 - 1, twice)).toContain(slow);
    await joinRoom(two.second.url, room.roomId, { passcode: right }, { 'x-forwarded-for': '192.0.2.1' });
  });
});
