/** When rooms are handed over because the balancer sends their clients elsewhere. */
import { RoomId } from '@lectern/protocol';
import pino from 'pino';
import { afterEach, expect, test } from 'vitest';
import { newInstanceId, type InstanceId } from '../../cluster/instance.ts';
import { defaultPolicy } from '../../policy.ts';
import { roomHint } from '../../room/ids.ts';
import { BalancerWatch } from './balancer-watch.ts';

const [self, other, third] = [newInstanceId(), newInstanceId(), newInstanceId()];
const roomIds = Array.from('abcdefgh', (letter) => RoomId.parse(letter.repeat(20)));
const nameOf = new Map(roomIds.map((roomId) => [roomHint(roomId), roomId]));

let watch: BalancerWatch | undefined;
afterEach(() => watch?.close());

/** `choose`: the balancer's choice for a room; any hint of no room leads to `anywhere`. */
function startWatch(choose: (roomId: RoomId) => InstanceId, anywhere: () => InstanceId = () => self) {
  const lines: string[] = [];
  const log = pino({ level: 'info' }, { write: (line: string) => void lines.push(line) });
  const here = new Set(roomIds);
  const moved: RoomId[] = [];
  let asked = 0;
  const policy = { ...defaultPolicy.balancer, askEveryMs: 1, askAgainAfterMs: 1, betweenRoomsMs: 1 };
  watch = new BalancerWatch({
    self,
    log,
    policy,
    rooms: () => [...here],
    async ask(hint) {
      asked += 1;
      const roomId = nameOf.get(hint);
      return roomId === undefined ? anywhere() : choose(roomId);
    },
    async handOver(roomId) {
      moved.push(roomId);
      here.delete(roomId);
    },
  });
  watch.start();
  const untilAsked = (times: number) => {
    const wanted = asked + times;
    return expect.poll(() => asked).toBeGreaterThanOrEqual(wanted);
  };
  return { moved, here, lines, untilAsked };
}

test('rooms that the balancer sends elsewhere are handed over, each once, and no other', async () => {
  const abroad = new Set(roomIds.slice(2, 5));
  const { moved, untilAsked } = startWatch((roomId) => (abroad.has(roomId) ? other : self));
  await expect.poll(() => new Set(moved)).toEqual(abroad);
  await untilAsked(50);
  expect(moved).toHaveLength(abroad.size);
});

test('a balancer that changes its mind moves nothing', async () => {
  const last = new Map<RoomId, InstanceId>();
  const { moved, untilAsked } = startWatch((roomId) => {
    const choice = last.get(roomId) === other ? third : other;
    last.set(roomId, choice);
    return choice;
  });
  await untilAsked(50);
  expect(moved).toEqual([]);
});

test('an instance that answers for the first time is a reason to ask about all rooms', async () => {
  let isUp = false;
  const last = roomIds.at(-1);
  const { moved, untilAsked } = startWatch(
    (roomId) => (isUp && roomId === last ? other : self),
    () => (isUp ? other : self),
  );
  await untilAsked(20);
  expect(moved).toEqual([]);
  isUp = true;
  await expect.poll(() => moved).toEqual([last]);
});

test('a room that comes back at once stays, and the log says why', async () => {
  const { moved, here, lines, untilAsked } = startWatch(() => other);
  await expect.poll(() => moved.length).toBe(roomIds.length);
  const [first] = roomIds;
  if (first !== undefined) here.add(first);
  await untilAsked(20);
  expect(moved).toHaveLength(roomIds.length);
  expect(lines.join('')).toContain('has to hash on the parameter a');
});

test('a room that comes back because its instance has died follows the next one at once', async () => {
  let target = other;
  const { moved, here, untilAsked } = startWatch(() => target);
  await expect.poll(() => moved.length).toBe(roomIds.length);
  const [first] = roomIds;
  if (first === undefined) throw new Error('no rooms');
  target = self;
  here.add(first);
  await untilAsked(10);
  target = third;
  await expect.poll(() => moved.slice(roomIds.length)).toEqual([first]);
});

const noAnswer = (): never => {
  throw new Error('ECONNREFUSED');
};

test('while the balancer does not answer, rooms stay, and the log says it once', async () => {
  const { moved, lines, untilAsked } = startWatch(noAnswer, noAnswer);
  await untilAsked(30);
  expect(moved).toEqual([]);
  expect(lines.filter((line) => line.includes('"level":40'))).toHaveLength(1);
});
