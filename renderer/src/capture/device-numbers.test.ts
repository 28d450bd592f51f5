/** Devices of one name keep their numbers as they come and go. */
import { expect, test } from 'vitest';
import { DeviceNumbers } from './device-numbers.ts';

const [left, right] = [
  { id: 'b', label: 'Twin' },
  { id: 'a', label: 'Twin' },
];
const desk = { id: 'c', label: 'Desk' };

test('devices of one name get numbers, the same in every run, and others none', () => {
  for (const order of [
    [left, right, desk],
    [desk, right, left],
  ]) {
    const numbers = new DeviceNumbers();
    numbers.note(order);
    expect([left, right, desk].map((device) => numbers.numberOf(device))).toEqual([2, 1, null]);
  }
});

test('a device keeps its number while its twin is away', () => {
  const numbers = new DeviceNumbers();
  numbers.note([left, right]);
  numbers.note([left]);
  expect(numbers.numberOf(left)).toBe(2);
});

test('a device that was never listed has no number', () => {
  const numbers = new DeviceNumbers();
  numbers.note([left, right]);
  expect(numbers.numberOf({ id: 'z', label: 'Twin' })).toBeNull();
});

test('a list has devices of one name in the order of their numbers, and leaves the others in place', () => {
  const numbers = new DeviceNumbers();
  numbers.note([left, desk, right]);
  expect(numbers.inOrder([left, desk, right])).toEqual([right, desk, left]);
  expect(numbers.inOrder([desk, left])).toEqual([desk, left]);
});
