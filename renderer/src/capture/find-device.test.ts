/** The chosen device among twins, renamed ones and new ids. */
import type { DeviceChoice } from '@lectern/bridge';
import { expect, test } from 'vitest';
import { findDevice, noteTwin, shouldReopen } from './find-device.ts';

const desk = { id: '1', label: 'Desk' };
const door = { id: '2', label: 'Door' };
const systemDefault = { id: 'default', label: 'Default' };

const twin = { id: '3', label: 'Desk' };

const find = (choice: DeviceChoice, present: readonly DeviceChoice[], wasPresent = false) =>
  findDevice({ choice, present, wasPresent });

test('a device is found by its id, or by its name if the id has changed', () => {
  expect(find(desk, [door, desk])).toEqual({ device: desk, isChosen: true });
  expect(find({ id: 'old', label: 'Door' }, [desk, door])).toEqual({ device: door, isChosen: true });
  expect(find({ id: 'old', label: 'Roof' }, [desk, door])).toBeUndefined();
});

test('a device without a name does not match another one without a name', () => {
  expect(find({ id: 'old', label: '' }, [{ id: 'new', label: '' }])).toBeUndefined();
});

test('a twin is never taken for the chosen device, only used in its place', () => {
  const standsIn = { device: twin, isChosen: false };
  expect(find(desk, [twin, desk])).toEqual({ device: desk, isChosen: true });
  // Both were seen in this run.
  expect(find(desk, [door, twin], true)).toEqual(standsIn);
  // Both were there when one was chosen, in an earlier run.
  expect(find({ ...desk, hasTwin: true }, [twin])).toEqual(standsIn);
  // Two are left, and neither has the id.
  expect(find({ id: 'old', label: 'Desk' }, [twin, desk])).toEqual(standsIn);
});

test('a twin that is plugged in beside the chosen device is noted once, for the next run', () => {
  const listed = { ...desk, hasTwin: true };
  const present = [listed, { ...twin, hasTwin: true }];
  expect(noteTwin(desk, present)).toBe(listed);
  expect(noteTwin(listed, present)).toBeUndefined();
  expect(noteTwin(desk, [desk, door])).toBeUndefined();
  expect(noteTwin(desk, [{ ...twin, hasTwin: true }])).toBeUndefined();
  expect(noteTwin(null, present)).toBeUndefined();
});

test('of several twins, the one that is open stays', () => {
  const present = [{ id: '2', label: 'Desk' }, twin];
  expect(findDevice({ choice: desk, present, wasPresent: true, open: twin })?.device).toBe(twin);
  expect(shouldReopen({ choice: desk, wasPresent: true, device: twin, present })).toBe(false);
});

test.each([
  ['nothing has changed', { choice: desk, device: desk, present: [desk, door] }, false],
  ['another device was added', { choice: null, device: desk, present: [desk, door] }, false],
  ['the chosen device was removed', { choice: desk, device: desk, present: [door] }, true],
  ['the chosen device is still missing', { choice: desk, device: door, present: [door] }, false],
  ['the chosen device is back', { choice: desk, device: door, present: [desk, door] }, true],
  [
    'the chosen device is back with another id',
    { choice: { id: 'old', label: 'Desk' }, wasPresent: false, device: door, present: [desk, door] },
    true,
  ],
  [
    'the open device is the chosen one with another id',
    { choice: { id: 'old', label: 'Desk' }, wasPresent: false, device: desk, present: [desk] },
    false,
  ],
  ['the chosen device is back, and its twin is open', { choice: desk, device: twin, present: [twin, desk] }, true],
  ['the chosen device was removed, and its twin is there', { choice: desk, device: desk, present: [twin] }, true],
  ['the replacement was removed, too', { choice: desk, device: door, present: [] }, true],
  ['the system’s default replaces the chosen device', { choice: desk, device: systemDefault, present: [door] }, false],
  ['no device is left for the system’s default', { choice: null, device: systemDefault, present: [] }, true],
  ['the open device, which was not chosen, was removed', { choice: null, device: desk, present: [door] }, true],
] as const)('%s', (_name, situation, reopen) => {
  expect(shouldReopen({ wasPresent: true, ...situation })).toBe(reopen);
});
