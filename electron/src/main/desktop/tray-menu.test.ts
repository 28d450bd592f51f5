/** Menu, shape and tooltip of the tray for each live status. */
import { expect, test } from 'vitest';
import { offAir, type LiveReport } from '@lectern/bridge';
import { trayTooltip } from '../words.ts';
import { liveItems, trayShape } from './tray-menu.ts';

const off = offAir.report;
const live: LiveReport = { ...off, air: 'live', watching: 12, microphoneOn: true, cameraOn: true };
const offered = (report: LiveReport): string[] =>
  liveItems(report).flatMap(({ label, isEnabled, question }) => (isEnabled ? [question ?? label] : []));

test('the menu offers what can be done now, and asks before it stops', () => {
  expect(offered(off)).toEqual(['Unmute', 'Turn camera on', 'Go live']);
  expect(offered(live)).toEqual(['Pause', 'Mute', 'Turn camera off', 'Stop for everyone']);
  expect(offered({ ...live, air: 'paused', microphoneOn: false })[0]).toBe('Resume');
});

test('the shape shows the state, and trouble before any other state while on air', () => {
  expect([off, live, { ...live, air: 'paused' } as const, { ...live, trouble: 'Gone.' }].map(trayShape)).toEqual([
    'plain',
    'live',
    'paused',
    'trouble',
  ]);
  expect(trayShape({ ...off, trouble: 'The service doesn’t answer.' })).toBe('plain');
});

test('the tooltip has the state as text', () => {
  expect(trayTooltip(off)).toBe('Lectern');
  expect(trayTooltip(live)).toBe('Lectern: Live, 12 watching');
  expect(trayTooltip({ ...live, microphoneOn: false })).toBe('Lectern: Live, 12 watching, microphone off');
  expect(trayTooltip({ ...live, trouble: 'Reconnecting…' })).toBe('Lectern: Live. Reconnecting…');
});
