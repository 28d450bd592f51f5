/** Each step of the ladder of repairs, with a fake clock. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ladder } from './ladder.fixture.ts';
import { LinkRecovery } from './link-recovery.ts';

let calls: string[];
let recovery: LinkRecovery;
let mayGiveUp: boolean;

beforeEach(() => {
  vi.useFakeTimers();
  // The middle of the range: times are as the ladder has them.
  vi.spyOn(Math, 'random').mockReturnValue(0.5);
  calls = [];
  mayGiveUp = true;
  const note = (what: string): void =>
    void calls.push(`${what} at ${String(Math.round(performance.now() - begunAtMs))}`);
  recovery = new LinkRecovery(ladder, {
    restart: () => note('restart'),
    giveUp: () => note('give up'),
    mayGiveUp: () => mayGiveUp,
  });
  const begunAtMs = performance.now();
  recovery.update('well');
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

test('waits out a blip', () => {
  recovery.update('missing');
  vi.advanceTimersByTime(499);
  recovery.update('well');
  vi.advanceTimersByTime(60_000);
  expect(calls).toEqual([]);
});

test('restarts with growing pauses, then gives the link up once', () => {
  recovery.update('missing');
  vi.advanceTimersByTime(60_000);
  expect(calls).toEqual(['restart at 500', 'restart at 1500', 'restart at 3500', 'give up at 7500']);
});

test('does not wait after ICE has failed, and begins again after success', () => {
  recovery.update('missing');
  vi.advanceTimersByTime(100);
  recovery.update('failed');
  vi.advanceTimersByTime(500);
  recovery.update('well');
  vi.advanceTimersByTime(60_000);
  recovery.update('missing');
  vi.advanceTimersByTime(500);
  expect(calls).toEqual(['restart at 100', 'restart at 61100']);
});

test('a failure that ICE notices later changes nothing about restarts that are under way', () => {
  recovery.update('missing');
  vi.advanceTimersByTime(1_000);
  recovery.update('failed');
  vi.advanceTimersByTime(1_000);
  expect(calls).toEqual(['restart at 500', 'restart at 1500']);
});

test('begins again at the first restart when the network is back', () => {
  recovery.hurry();
  vi.advanceTimersByTime(1_000);
  expect(calls).toEqual([]);
  recovery.update('missing');
  vi.advanceTimersByTime(4_000);
  recovery.hurry();
  vi.advanceTimersByTime(1_000);
  const before = ['restart at 1500', 'restart at 2500', 'restart at 4500'];
  expect(calls).toEqual([...before, 'restart at 5000', 'restart at 6000']);
});

test('goes on restarting while another link cannot be had', () => {
  mayGiveUp = false;
  recovery.update('missing');
  vi.advanceTimersByTime(12_000);
  mayGiveUp = true;
  vi.advanceTimersByTime(60_000);
  const later = ['restart at 7500', 'restart at 11500', 'give up at 15500'];
  expect(calls).toEqual(['restart at 500', 'restart at 1500', 'restart at 3500', ...later]);
});

test('links that lost their paths together do not ask together', () => {
  vi.mocked(Math.random).mockReturnValue(0);
  recovery.update('missing');
  vi.advanceTimersByTime(450);
  expect(calls).toEqual(['restart at 400']);
});

test('once closed it restarts nothing, although the connection may still be open', () => {
  recovery.update('missing');
  recovery.close();
  recovery.update('failed');
  recovery.hurry();
  vi.advanceTimersByTime(60_000);
  expect(calls).toEqual([]);
});
