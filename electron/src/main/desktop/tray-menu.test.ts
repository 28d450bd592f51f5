import { expect, test } from 'vitest';
import { offAir, type LiveReport } from '@lectern/bridge';
import { liveItems, tooltip, trayShape } from './tray-menu.ts';

const off = offAir.report;
const live: LiveReport = { ...off, air: 'live', watching: 12, microphoneOn: true, cameraOn: true };
const offered = (report: LiveReport): string[] =>
  liveItems(report).flatMap(({ label, isEnabled, question }) => (isEnabled ? [question ?? label] : []));

test('the menu offers what can be done now, and asks before it stops', () => {
  expect(offered(off)).toEqual(['Unmute', 'Camera on', 'Go live']);
  expect(offered(live)).toEqual(['Pause', 'Mute', 'Camera off', 'Stop for everyone']);
  expect(offered({ ...live, air: 'paused', microphoneOn: false })[0]).toBe('Resume');
});

test('the shape tells the state, trouble before all while on air', () => {
  expect([off, live, { ...live, air: 'paused' } as const, { ...live, trouble: 'Gone.' }].map(trayShape)).toEqual([
    'plain',
    'live',
    'paused',
    'trouble',
  ]);
  expect(trayShape({ ...off, trouble: 'The service doesn’t answer.' })).toBe('plain');
});

test('the tooltip says it in words', () => {
  expect(tooltip(off)).toBe('Lectern');
  expect(tooltip(live)).toBe('Lectern: Live, 12 watching');
  expect(tooltip({ ...live, microphoneOn: false })).toBe('Lectern: Live, 12 watching, microphone off');
  expect(tooltip({ ...live, trouble: 'Reconnecting…' })).toBe('Lectern: Live. Reconnecting…');
});
