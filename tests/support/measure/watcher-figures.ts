/** What only a watcher's page itself can tell: its connection's own figures, and what it has asked of the browser. Beside media-probe.ts. */
import { expect } from '@playwright/test';

/** Waits until a count has not grown for half a second, and gives it. */
export async function standstill(count: () => Promise<number>): Promise<number> {
  let last = -1;
  const stands = async (): Promise<boolean> => {
    const before = last;
    last = await count();
    return last === before;
  };
  await expect.poll(stands, { timeout: 30_000, intervals: [500] }).toBe(true);
  return last;
}

/** Of all connections. Runs in the page. */
export async function framesDecoded(): Promise<number> {
  let frames = 0;
  for (const pc of window.mediaProbe.connections) {
    for (const { type, kind, framesDecoded: count } of (await pc.getStats()).values()) {
      if (type === 'inbound-rtp' && kind === 'video') frames += count;
    }
  }
  return frames;
}

/** As the browser has them. Runs in the page. */
export async function pictureStatistics(): Promise<{
  width: number;
  height: number;
  freezes: number;
  dropped: number;
}> {
  for (const pc of window.mediaProbe.connections) {
    for (const entry of (await pc.getStats()).values()) {
      if (entry.type !== 'inbound-rtp' || entry.kind !== 'video') continue;
      return {
        width: entry.frameWidth,
        height: entry.frameHeight,
        freezes: entry.freezeCount,
        dropped: entry.framesDropped,
      };
    }
  }
  throw new Error('no picture is received');
}

declare global {
  interface Window {
    locks: WakeLockSentinel[];
    /** Everything that could have opened a prompt. */
    asked: string[];
  }
}

/** Runs in the page, before anything else. */
export function recordAsking(): void {
  window.locks = [];
  window.asked = [];
  const request = navigator.wakeLock.request.bind(navigator.wakeLock);
  navigator.wakeLock.request = async (type) => {
    const lock = await request(type);
    window.locks.push(lock);
    return lock;
  };
  const record = (name: string) => async (): Promise<never> => {
    window.asked.push(name);
    throw new Error(`${name} was asked for`);
  };
  navigator.mediaDevices.getUserMedia = record('camera or microphone');
  navigator.mediaDevices.getDisplayMedia = record('screen');
  Notification.requestPermission = record('notifications');
  navigator.storage.persist = record('storage');
}
