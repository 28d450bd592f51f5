/** Epochs are remembered for each place, within bounds, and without a storage. */
import { expect, test } from 'vitest';
import { EpochMemory } from './epoch-memory.ts';

class FakeStorage {
  readonly items = new Map<string, string>();
  getItem(key: string): string | null {
    return this.items.get(key) ?? null;
  }
  setItem(key: string, value: string): void {
    this.items.set(key, value);
  }
}

test('the epoch of each place is kept', () => {
  const storage = new FakeStorage();
  const [one, other] = [new EpochMemory(storage, 'one'), new EpochMemory(storage, 'other')];
  expect(one.read()).toBe(0);
  one.save(5);
  other.save(7);
  one.save(6);
  expect([new EpochMemory(storage, 'one').read(), other.read()]).toEqual([6, 7]);
});

test('a damaged or refusing storage counts as empty', () => {
  const damaged = new FakeStorage();
  damaged.setItem('lectern-epochs', '[["one","soon"]]');
  expect(new EpochMemory(damaged, 'one').read()).toBe(0);
  const refuse = (): never => {
    throw new Error('storage is turned off');
  };
  const refusing = new EpochMemory({ getItem: refuse, setItem: refuse }, 'one');
  refusing.save(5);
  expect(refusing.read()).toBe(0);
});

test('only the latest hundred places are kept', () => {
  const storage = new FakeStorage();
  for (let place = 0; place <= 100; place += 1) new EpochMemory(storage, String(place)).save(place + 1);
  expect([new EpochMemory(storage, '0').read(), new EpochMemory(storage, '1').read()]).toEqual([0, 2]);
});
