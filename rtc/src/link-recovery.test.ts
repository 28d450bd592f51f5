/** When a broken link is restarted and when it is given up, on a clock of the test's own. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { LinkRecovery, type WatchedConnection } from './link-recovery.ts';

class Connection extends EventTarget implements WatchedConnection {
  connectionState: RTCPeerConnectionState = 'connected';

  become(state: RTCPeerConnectionState): void {
    this.connectionState = state;
    this.dispatchEvent(new Event('connectionstatechange'));
  }
}

let connection: Connection;
let told: string[];
let recovery: LinkRecovery;

beforeEach(() => {
  vi.useFakeTimers();
  connection = new Connection();
  told = [];
  recovery = new LinkRecovery(connection, { restart: () => told.push('restart'), giveUp: () => told.push('give up') });
});

afterEach(() => {
  vi.useRealTimers();
});

test('what heals by itself is left alone', () => {
  connection.become('disconnected');
  vi.advanceTimersByTime(1_999);
  connection.become('connected');
  vi.advanceTimersByTime(60_000);
  expect(told).toEqual([]);
});

test('restarts at growing distance, then gives up', () => {
  connection.become('disconnected');
  vi.advanceTimersByTime(2_000);
  expect(told).toEqual(['restart']);
  vi.advanceTimersByTime(2_000 + 4_000 + 8_000);
  expect(told).toEqual(['restart', 'restart', 'restart', 'restart', 'give up']);
  vi.advanceTimersByTime(60_000);
  expect(told).toHaveLength(5);
});

test('does not wait once the connection has failed, and begins anew after success', () => {
  connection.become('failed');
  vi.advanceTimersByTime(0);
  expect(told).toEqual(['restart']);
  connection.become('connected');
  connection.become('disconnected');
  vi.advanceTimersByTime(2_000);
  expect(told).toEqual(['restart', 'restart']);
});

test('hurries where the network has changed, unless all is well', () => {
  recovery.hurry();
  vi.advanceTimersByTime(0);
  expect(told).toEqual([]);
  connection.become('disconnected');
  recovery.hurry();
  vi.advanceTimersByTime(0);
  expect(told).toEqual(['restart']);
});

test('a closed link is nobody’s concern', () => {
  connection.become('failed');
  recovery.close();
  connection.become('failed');
  vi.advanceTimersByTime(60_000);
  expect(told).toEqual([]);
});
