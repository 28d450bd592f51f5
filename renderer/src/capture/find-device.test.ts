import { expect, test } from 'vitest';
import { findDevice, shouldReopen } from './find-device.ts';

const desk = { id: '1', label: 'Desk' };
const door = { id: '2', label: 'Door' };
const byDefault = { id: 'default', label: 'Default' };

test('a device is found by its id, and by its label where the id has changed', () => {
  expect(findDevice(desk, [door, desk])).toBe(desk);
  expect(findDevice({ id: 'old', label: 'Door' }, [desk, door])).toBe(door);
  expect(findDevice({ id: 'old', label: 'Roof' }, [desk, door])).toBeUndefined();
});

test('one without a name is not taken for another without a name', () => {
  expect(findDevice({ id: 'old', label: '' }, [{ id: 'new', label: '' }])).toBeUndefined();
});

test.each([
  ['nothing has changed', { choice: desk, device: desk, present: [desk, door] }, false],
  ['another one came', { choice: null, device: desk, present: [desk, door] }, false],
  ['the chosen one has gone', { choice: desk, device: desk, present: [door] }, true],
  ['the chosen one is still away', { choice: desk, device: door, present: [door] }, false],
  ['the chosen one is back', { choice: desk, device: door, present: [desk, door] }, true],
  ['it is back under another id', { choice: { id: 'old', label: 'Desk' }, device: door, present: [desk, door] }, true],
  ['that is the one that is on', { choice: { id: 'old', label: 'Desk' }, device: desk, present: [desk] }, false],
  ['what stood in has gone too', { choice: desk, device: door, present: [] }, true],
  ['the default stands in', { choice: desk, device: byDefault, present: [door] }, false],
  ['the default has nothing left', { choice: null, device: byDefault, present: [] }, true],
  ['one that was not chosen has gone', { choice: null, device: desk, present: [door] }, true],
] as const)('%s', (_name, situation, reopen) => {
  expect(shouldReopen(situation)).toBe(reopen);
});
