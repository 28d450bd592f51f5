/** A watcher that is well, to write the tables of the tests with. */
import type { WatcherReport } from '@lectern/protocol';
import { TOP_LAYER } from '@lectern/steering';
import type { WatcherFacts } from './verdict.ts';

export const wellReport: WatcherReport = {
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

export const wellFacts: WatcherFacts = {
  link: 'connected',
  inStateMs: 60_000,
  report: wellReport,
  reportAgeMs: 500,
  recentFreezes: 0,
  manyFreeze: false,
  layer: TOP_LAYER,
  cap: TOP_LAYER,
  uplinkLimits: false,
  hasPicture: true,
};
