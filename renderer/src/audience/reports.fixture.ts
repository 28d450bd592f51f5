/** A watcher who is served well, for tables of tests. */
import type { WatcherReport } from '@lectern/protocol';
import { TOP_LAYER } from '@lectern/steering';
import type { WatcherFacts } from './verdict.ts';

export const goodReport: WatcherReport = {
  width: 1280,
  height: 720,
  fps: 30,
  freezes: 0,
  droppedFrames: 0,
  decodeMs: 4,
  delayMs: 90,
  route: 'direct',
  page: 'shown',
  sound: 'on',
};

export const goodFacts: WatcherFacts = {
  link: 'connected',
  inStateMs: 60_000,
  unreachedMs: null,
  report: goodReport,
  reportAgeMs: 500,
  recentFreezes: 0,
  manyFreeze: false,
  layer: TOP_LAYER,
  highest: TOP_LAYER,
  isUplinkLimited: false,
  hasPicture: true,
};
