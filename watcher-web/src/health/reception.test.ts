/** From statistics of browsers to readings, and from readings to reports. */
import { describe, expect, test } from 'vitest';
import { WatcherReport } from '@lectern/protocol';
import { noReception, receptionIn, reportBetween, type Reception } from './reception.ts';

const inPage = { page: 'shown', sound: 'on' } as const;
const video = {
  type: 'inbound-rtp',
  kind: 'video',
  framesDecoded: 300,
  framesDropped: 4,
  freezeCount: 2,
  totalDecodeTime: 0.9,
  jitterBufferDelay: 12,
  jitterBufferMinimumDelay: 6,
  jitterBufferEmittedCount: 300,
  frameWidth: 1280,
  frameHeight: 720,
};
/** From a browser without `jitterBufferMinimumDelay`. */
const audio = { type: 'inbound-rtp', kind: 'audio', jitterBufferDelay: 4, jitterBufferEmittedCount: 100 };
const sent = {
  type: 'remote-outbound-rtp',
  kind: 'video',
  timestamp: 1_700_000_000_200,
  remoteTimestamp: 1_700_000_000_180,
};
const waited = (seconds: number, neededSeconds: number, count: number) => ({ seconds, neededSeconds, count });
const pair = { type: 'candidate-pair', id: 'P', localCandidateId: 'L', remoteCandidateId: 'R' };
const statistics = (entries: Readonly<Record<string, object>>) => new Map(Object.entries(entries));

describe('a reading', () => {
  const rows: readonly (readonly [string, Readonly<Record<string, object>>, Partial<Reception>])[] = [
    ['of nothing yet', {}, { width: 0, roundTripMs: null, route: 'direct' }],
    ['of a picture', { v: video }, { framesDecoded: 300, freezes: 2, width: 1280, height: 720 }],
    [
      'of picture and sound, in any order',
      { a: audio, v: video },
      {
        picture: waited(12, 6, 300),
        sound: waited(4, 4, 100),
      },
    ],
    ['of sound alone', { a: audio, v: { ...video, framesDecoded: 0 } }, { sound: waited(4, 4, 100), width: 0 }],
    [
      'of a picture’s age in Chromium, which counts from 1900',
      { v: { ...video, timestamp: 1_700_000_000_300, estimatedPlayoutTimestamp: 3_908_988_800_250 }, s: sent },
      { playedAgeMs: 50, clockLagMs: 20 },
    ],
    [
      'of a picture’s age in Firefox',
      { v: { ...video, timestamp: 1_700_000_000_300, estimatedPlayoutTimestamp: 1_700_000_000_240 }, s: sent },
      { playedAgeMs: 60, clockLagMs: 20 },
    ],
    [
      'of how long nothing has come',
      {
        a: { ...audio, timestamp: 9_000, lastPacketReceivedTimestamp: 8_700 },
        v: { ...video, timestamp: 9_000, lastPacketReceivedTimestamp: 8_400 },
      },
      { quietMs: 300 },
    ],
    [
      'of a direct path in Chromium',
      { t: { type: 'transport', selectedCandidatePairId: 'P' }, P: { ...pair, currentRoundTripTime: 0.05 } },
      { roundTripMs: 50, route: 'direct' },
    ],
    [
      'of the selected pair in Firefox',
      { P: { ...pair, selected: true, currentRoundTripTime: 0.02 }, Q: { ...pair, id: 'Q', selected: false } },
      { roundTripMs: 20, route: 'direct' },
    ],
    [
      'of a path through our TURN server',
      {
        t: { type: 'transport', selectedCandidatePairId: 'P' },
        P: pair,
        L: { candidateType: 'relay', relayProtocol: 'tls' },
      },
      { roundTripMs: null, route: 'turn', turnOver: 'tls' },
    ],
    [
      'of a path through the presenter’s TURN server',
      { t: { type: 'transport', selectedCandidatePairId: 'P' }, P: pair, R: { candidateType: 'relay' } },
      { route: 'turn', turnOver: null },
    ],
  ];
  test.each(rows)('%s', (_title, entries, expected) => {
    expect(receptionIn(statistics(entries), 7)).toMatchObject({ atMs: 7, ...expected });
  });
});

describe('a report', () => {
  const before: Reception = { ...receptionIn(statistics({ v: video }), 1_000), route: 'turn', roundTripMs: 60 };
  const later = (change: Partial<Reception>): Reception => ({ ...before, atMs: 3_000, ...change });
  const rows: readonly (readonly [string, Reception, Partial<WatcherReport>])[] = [
    ['of two good seconds', later({ framesDecoded: 360, decodeSeconds: 1.08 }), { fps: 30, decodeMs: 3, freezes: 0 }],
    ['of freezes and dropped frames', later({ freezes: 3, framesDropped: 10 }), { freezes: 1, droppedFrames: 6 }],
    ['of nothing decoded', later({}), { fps: 0, decodeMs: 0, delayMs: 30 }],
    ['of the delay', later({ picture: waited(18, 6, 360) }), { delayMs: 130 }],
    ['of the delay by the presenter’s clock', later({ playedAgeMs: 5_090, clockLagMs: 5_020 }), { delayMs: 100 }],
    ['of sound’s delay', later({ framesDecoded: 0, sound: waited(8, 0, 120) }), { delayMs: 97 }],
    ['of an unknown delay', later({ roundTripMs: null }), { delayMs: null }],
    ['with totals that were reset', later({ framesDecoded: 5, freezes: 0, framesDropped: 0 }), { fps: 0, freezes: 0 }],
    ['beyond the limits of the message', later({ width: 99_999, freezes: 99_999 }), { width: 16_384, freezes: 1_000 }],
  ];
  test.each(rows)('%s', (_title, after, expected) => {
    const report = reportBetween(before, after, inPage);
    expect(report).toMatchObject({ route: 'turn', ...inPage, ...expected });
    expect(WatcherReport.safeParse(report).success).toBe(true);
  });

  test('from the first reading', () => {
    expect(reportBetween(noReception(0), { ...before, atMs: 10_000 }, inPage)).toMatchObject({ fps: 30, freezes: 2 });
  });
});
