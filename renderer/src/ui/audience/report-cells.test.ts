/** A watcher's report as the cells of its row. */
import { expect, test } from 'vitest';
import { goodReport } from '../../audience/reports.fixture.ts';
import { cellsOf } from './report-cells.ts';

test('a report fills the cells of a row', () => {
  expect(cellsOf(goodReport)).toEqual({
    resolution: '1280 × 720',
    frameRate: '30',
    delay: '0.09 s',
    route: 'Direct',
    routeReason: undefined,
    sound: '',
  });
  expect(cellsOf({ ...goodReport, delayMs: 1_240, route: 'turn', sound: 'muted' })).toMatchObject({
    delay: '1.2 s',
    route: 'Relayed (TURN)',
    sound: 'muted',
  });
});

test('a relayed route says over what, and why', () => {
  const relayed = { ...goodReport, route: 'turn' } as const;
  expect(cellsOf({ ...relayed, turn: { over: 'tcp', because: 'udp-blocked' } })).toMatchObject({
    route: 'Relayed (TURN) over TCP',
    routeReason: { hint: 'UDP is blocked on this watcher’s network.' },
  });
  expect(cellsOf(relayed, 'udp-blocked')).toMatchObject({
    route: 'Relayed (TURN)',
    routeReason: { label: 'UDP blocked here' },
  });
  expect(cellsOf(relayed).routeReason?.label).toBe('no direct path');
  expect(cellsOf(relayed, 'turn-only').routeReason?.label).toBe('addresses hidden');
  expect(cellsOf(goodReport, 'udp-blocked').routeReason).toBeUndefined();
});

test.each([
  ['no report', null],
  ['no picture and no delay', { ...goodReport, width: 0, height: 0, fps: 0, delayMs: null }],
])('cells show dashes for %s', (_what, report) => {
  expect(cellsOf(report)).toMatchObject({ resolution: '–', frameRate: '–', delay: '–' });
});
