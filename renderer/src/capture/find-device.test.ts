import { expect, test } from 'vitest';
import { findDevice, shouldReopen } from './find-device.ts';

const desk = { id: '1', label: 'Desk' };
const door = { id: '2', label: 'Door' };
const systemDefault = { id: 'default', label: 'Default' };

test('a device is found by its id, or by its label if the id has changed', () => {
  expect(findDevice(desk, [door, desk])).toBe(desk);
  expect(findDevice({ id: 'old', label: 'Door' }, [desk, door])).toBe(door);
  expect(findDevice({ id: 'old', label: 'Roof' }, [desk, door])).toBeUndefined();
});

test('a device without a label does not match another one without a label', () => {
  expect(findDevice({ id: 'old', label: '' }, [{ id: 'new', label: '' }])).toBeUndefined();
});

test.each([
  ['nothing has changed', { choice: desk, device: desk, present: [desk, door] }, false],
  ['another device was added', { choice: null, device: desk, present: [desk, door] }, false],
  ['the chosen device was removed', { choice: desk, device: desk, present: [door] }, true],
  ['the chosen device is still missing', { choice: desk, device: door, present: [door] }, false],
  ['the chosen device is back', { choice: desk, device: door, present: [desk, door] }, true],
  [
    'the chosen device is back with another id',
    { choice: { id: 'old', label: 'Desk' }, device: door, present: [desk, door] },
    true,
  ],
  [
    'the open device is the chosen one with another id',
    { choice: { id: 'old', label: 'Desk' }, device: desk, present: [desk] },
    false,
  ],
  ['the replacement was removed, too', { choice: desk, device: door, present: [] }, true],
  ['the system’s default replaces the chosen device', { choice: desk, device: systemDefault, present: [door] }, false],
  ['no device is left for the system’s default', { choice: null, device: systemDefault, present: [] }, true],
  ['the open device, which was not chosen, was removed', { choice: null, device: desk, present: [door] }, true],
] as const)('%s', (_name, situation, reopen) => {
  expect(shouldReopen(situation)).toBe(reopen);
});
