/** When a broken link is restarted and when it is given up, with a fake clock. */
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
let calls: string[];
let recovery: LinkRecovery;

beforeEach(() => {
  vi.useFakeTimers();
  connection = new Connection();
  calls = [];
  recovery = new LinkRecovery(connection, {
    restart: () => calls.push('restart'),
    giveUp: () => calls.push('give up'),
  });
});

afterEach(() => {
  vi.useRealTimers();
});

test('an interruption that heals by itself causes no restart', () => {
  connection.become('disconnected');
  vi.advanceTimersByTime(1_999);
  connection.become('connected');
  vi.advanceTimersByTime(60_000);
  expect(calls).toEqual([]);
});

test('restarts with growing pauses, then gives up', () => {
  connection.become('disconnected');
  vi.advanceTimersByTime(2_000);
  expect(calls).toEqual(['restart']);
  vi.advanceTimersByTime(2_000 + 4_000 + 8_000);
  expect(calls).toEqual(['restart', 'restart', 'restart', 'restart', 'give up']);
  vi.advanceTimersByTime(60_000);
  expect(calls).toHaveLength(5);
});

test('does not wait after a failure, and starts over after success', () => {
  connection.become('failed');
  vi.advanceTimersByTime(0);
  expect(calls).toEqual(['restart']);
  connection.become('connected');
  connection.become('disconnected');
  vi.advanceTimersByTime(2_000);
  expect(calls).toEqual(['restart', 'restart']);
});

test('hurries when the network has changed, unless the link is connected', () => {
  recovery.hurry();
  vi.advanceTimersByTime(0);
  expect(calls).toEqual([]);
  connection.become('disconnected');
  recovery.hurry();
  vi.advanceTimersByTime(0);
  expect(calls).toEqual(['restart']);
});

test('a closed link is not watched', () => {
  connection.become('failed');
  recovery.close();
  connection.become('failed');
  vi.advanceTimersByTime(60_000);
  expect(calls).toEqual([]);
});

test('once closed it restarts nothing, although the connection is still open', () => {
  connection.become('disconnected');
  recovery.close();
  recovery.hurry();
  vi.advanceTimersByTime(60_000);
  expect(calls).toEqual([]);
});
