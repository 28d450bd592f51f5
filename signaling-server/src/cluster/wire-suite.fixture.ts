/** What every wire must do, run over each carrier. */
import { RoomId } from '@lectern/protocol';
import pino from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { WIRE_TICK_MS } from '../policy.ts';
import { FakeClock } from '../room/fake-clock.fixture.ts';
import { WaitingBytes } from '../room/waiting-bytes.ts';
import type { Carrier } from './carrier.ts';
import type { Frame } from './frames.ts';
import { newInstanceId, type InstanceId } from './instance.ts';
import { SealedWire, type SealedWireOptions } from './sealed-wire.ts';

/** The carriers of one test. */
export interface Carriers {
  of(self: InstanceId): Promise<Carrier>;
  /** Everything that has travelled so far, as a stranger with access to the carrier sees it. */
  seen(): readonly Seen[];
  /** Sends bytes as a stranger would. */
  publish(to: string, bytes: Uint8Array): Promise<void>;
  close(): Promise<void>;
}

const keys = [{ id: 'key-id-1', key: Buffer.alloc(32, 1) }] as const;
const roomId = RoomId.parse('secretrr'.padEnd(20, 'x'));
const log = pino({ level: 'silent' });

class End {
  readonly clock = new FakeClock();
  readonly wire: SealedWire;
  readonly heard: [InstanceId, Frame][] = [];
  readonly gaps: InstanceId[] = [];
  readonly unheard: InstanceId[] = [];
  /** How often something sent to all may have been missed. */
  missed = 0;
  #wake: () => void = () => undefined;

  constructor(self: InstanceId, carrier: Carrier, options: Partial<SealedWireOptions>) {
    const waiting = new WaitingBytes(Infinity);
    const { clock } = this;
    this.wire = new SealedWire({ self, keys, carrier, clock, log, waiting, versionsOf: () => undefined, ...options });
    this.wire.subscribe({
      frame: (from, frame) => {
        this.heard.push([from, frame]);
        this.#wake();
      },
      gap: (from) => {
        this.gaps.push(from);
        this.#wake();
      },
      unheard: (by) => this.unheard.push(by),
      missed: () => void (this.missed += 1),
    });
  }

  async received(count: number): Promise<readonly Frame[]> {
    while (this.heard.length < count) await this.#more();
    return this.heard.map(([, frame]) => frame);
  }

  async misses(count: number): Promise<void> {
    while (this.gaps.length < count) await this.#more();
  }

  #more(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }
}

interface Seen {
  readonly to: string;
  readonly bytes: Uint8Array;
}

/** The carrier, with all that it publishes written down. */
export const recorded = (carrier: Carrier, seen: Seen[]): Carrier => ({
  publish: (to, bytes) => {
    seen.push({ to, bytes });
    return carrier.publish(to, bytes);
  },
  subscribe: (listener) => carrier.subscribe(listener),
  close: () => carrier.close(),
});

const asItIs = (carrier: Carrier): Carrier => carrier;

const lost = (member: number): Frame => ({ type: 'lost', member });

export function testWire(makeCarriers: () => Promise<Carriers>): void {
  const setUp = async () => {
    const carriers = await makeCarriers();
    const ends: End[] = [];
    onTestFinished(async () => {
      for (const { wire } of ends) wire.close();
      await carriers.close();
    });
    const end = async (options: Partial<SealedWireOptions> = {}, wrap = asItIs): Promise<End> => {
      const self = newInstanceId();
      const made = new End(self, wrap(await carriers.of(self)), options);
      await made.wire.listening;
      ends.push(made);
      return made;
    };
    return { carriers, end };
  };

  test('frames arrive in their order, and those of one turn travel together', async () => {
    const { carriers, end } = await setUp();
    const [door, owner] = [await end(), await end()];
    for (let member = 1; member <= 50; member += 1) door.wire.send(owner.wire.self, lost(member));
    expect(await owner.received(50)).toEqual(Array.from({ length: 50 }, (_, index) => lost(index + 1)));
    expect(carriers.seen()).toHaveLength(1);
    const notice = JSON.stringify(['room:changed', { about: { title: 'tab\t and line\n' } }]);
    owner.wire.send(door.wire.self, { type: 'notice', members: [3, 4], notice });
    expect(await door.received(1)).toEqual([{ type: 'notice', members: [3, 4], notice }]);
    expect([...owner.gaps, ...door.gaps]).toEqual([]);
  });

  test('an instance that only seemed to have gone is heard as before, and hears', async () => {
    const { end } = await setUp();
    const [one, other] = [await end(), await end()];
    one.wire.send(other.wire.self, lost(1));
    await other.received(1);
    other.wire.send(one.wire.self, lost(2));
    await one.received(1);
    one.wire.forget(other.wire.self);
    one.wire.send(other.wire.self, lost(3));
    other.wire.send(one.wire.self, lost(4));
    expect(await other.received(2)).toEqual([lost(1), lost(3)]);
    expect(await one.received(2)).toEqual([lost(2), lost(4)]);
    expect([...one.gaps, ...other.gaps]).toEqual([]);
  });

  test('a broadcast reaches all others, also one that has come later', async () => {
    const { end } = await setUp();
    const [first, second] = [await end(), await end()];
    first.wire.broadcast({ type: 'opened', roomId });
    await second.received(1);
    const late = await end();
    first.wire.broadcast({ type: 'opened', roomId });
    await second.received(2);
    expect(await late.received(1)).toEqual([{ type: 'opened', roomId }]);
    expect([first.heard, late.gaps, second.gaps]).toEqual([[], [], []]);
    expect([first.missed, late.missed, second.missed]).toEqual([0, 1, 0]);
  });

  test('nothing of a frame can be read on the way, and the same bytes are accepted only once', async () => {
    const { carriers, end } = await setUp();
    const [door, owner] = [await end(), await end()];
    door.wire.send(owner.wire.self, { type: 'look', call: 1, roomId });
    await owner.received(1);
    const [seen] = carriers.seen();
    if (seen === undefined) throw new Error('nothing has travelled');
    expect(Buffer.from(seen.bytes).toString('latin1')).not.toContain(roomId);
    // Again, to another instance, changed, and cut.
    await carriers.publish(seen.to, seen.bytes);
    await carriers.publish(door.wire.self, seen.bytes);
    for (const at of [0, 5, 20, 34, 40, seen.bytes.length - 1]) {
      const changed = Buffer.from(seen.bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      await carriers.publish(seen.to, changed);
    }
    await carriers.publish(seen.to, seen.bytes.subarray(0, 30));
    door.wire.send(owner.wire.self, lost(9));
    expect(await owner.received(2)).toEqual([{ type: 'look', call: 1, roomId }, lost(9)]);
    expect([door.heard, owner.gaps]).toEqual([[], []]);
  });

  test('an instance with another secret is not heard', async () => {
    const { end } = await setUp();
    const owner = await end();
    const stranger = await end({ keys: [{ id: 'key-id-1', key: Buffer.alloc(32, 2) }] });
    const friend = await end({ keys: [{ id: 'key-id-1', key: Buffer.alloc(32, 1) }] });
    stranger.wire.send(owner.wire.self, lost(1));
    await new Promise((resolve) => setImmediate(resolve));
    friend.wire.send(owner.wire.self, lost(2));
    expect(await owner.received(1)).toEqual([lost(2)]);
    expect(owner.gaps).toEqual([]);
  });

  test('what travels is counted, and the time that a message takes to come back', async () => {
    const { end } = await setUp();
    const counted = { sent: 0, received: 0, lost: 0 };
    let returned: (afterMs: number) => void = () => undefined;
    const back = new Promise<number>((resolve) => (returned = resolve));
    const observer = {
      wireSent: (frames: number) => void (counted.sent += frames),
      wireReceived: (frames: number) => void (counted.received += frames),
      wireLost: (messages: number) => void (counted.lost += messages),
      wireReturned: (afterMs: number) => returned(afterMs),
      roomMoved: () => undefined,
    };
    let isCut = false;
    const [door, owner] = [
      await end({ observer }, (carrier) => ({
        ...carrier,
        publish: (to, bytes) => (isCut ? Promise.resolve(1) : carrier.publish(to, bytes)),
      })),
      await end({ observer }),
    ];
    for (let member = 1; member <= 3; member += 1) door.wire.send(owner.wire.self, lost(member));
    await owner.received(3);
    isCut = true;
    door.wire.send(owner.wire.self, lost(4));
    await new Promise((resolve) => setImmediate(resolve));
    isCut = false;
    door.wire.send(owner.wire.self, lost(5));
    await owner.received(4);
    expect(counted).toEqual({ sent: 5, received: 4, lost: 1 });
    owner.clock.advance(WIRE_TICK_MS);
    owner.clock.advance(30);
    expect(await back).toBe(30);
    expect([...owner.gaps, owner.heard.length]).toEqual([door.wire.self, 4]);
  });

  test('what is sent to an instance that has gone is noticed to reach nothing', async () => {
    const { end } = await setUp();
    const [door, owner, gone] = [await end(), await end(), await end()];
    gone.wire.close();
    const sendToBoth = (): InstanceId | undefined => {
      for (const { wire } of [owner, gone]) door.wire.send(wire.self, lost(1));
      return door.unheard[0];
    };
    await expect.poll(sendToBoth).toBe(gone.wire.self);
    expect(door.unheard).not.toContain(owner.wire.self);
  });

  test('an instance that was cut off is unsure of another until that one is heard: what was lost is known then', async () => {
    const { end } = await setUp();
    let resume: () => void = () => undefined;
    let isCut = false;
    let dropped = 0;
    const cutOff = (carrier: Carrier): Carrier => ({
      publish: (to, bytes) => carrier.publish(to, bytes),
      subscribe: (listener) => {
        resume = () => listener.resumed();
        const bytes: typeof listener.bytes = (to, sealed) => {
          if (isCut) dropped += 1;
          else listener.bytes(to, sealed);
        };
        return carrier.subscribe({ bytes, resumed: resume });
      },
      close: () => carrier.close(),
    });
    const [door, owner] = [await end(), await end({}, cutOff)];
    door.wire.send(owner.wire.self, lost(1));
    await owner.received(1);
    expect(owner.wire.isUnsureOf(door.wire.self)).toBe(false);
    isCut = true;
    door.wire.send(owner.wire.self, lost(2));
    await expect.poll(() => dropped).toBe(1);
    isCut = false;
    resume();
    expect([owner.wire.isUnsureOf(door.wire.self), owner.gaps]).toEqual([true, []]);
    await owner.misses(1);
    expect([owner.wire.isUnsureOf(door.wire.self), owner.gaps]).toEqual([false, [door.wire.self]]);
  });

  test('lost frames are noticed with the next ones, or within a second', async () => {
    const { end } = await setUp();
    let isCut = true;
    const owner = await end();
    const cut = await end({}, (carrier) => ({
      subscribe: (listener) => carrier.subscribe(listener),
      close: () => carrier.close(),
      publish: (to, bytes) => (isCut ? Promise.reject(new Error('cut')) : carrier.publish(to, bytes)),
    }));
    cut.wire.send(owner.wire.self, lost(1));
    await new Promise((resolve) => setImmediate(resolve));
    isCut = false;
    cut.clock.advance(WIRE_TICK_MS);
    await owner.misses(1);
    expect(owner.gaps).toEqual([cut.wire.self]);
    cut.wire.send(owner.wire.self, lost(2));
    expect(await owner.received(1)).toEqual([lost(2)]);
    expect([owner.gaps.length, owner.missed]).toEqual([1, 0]);
    // The same for what goes to all, also where nothing went to all before.
    isCut = true;
    cut.wire.broadcast({ type: 'opened', roomId });
    await new Promise((resolve) => setImmediate(resolve));
    isCut = false;
    cut.clock.advance(WIRE_TICK_MS);
    await expect.poll(() => owner.missed).toBe(1);
  });
}
