/** From statistics of browsers to what arrives and what leaves. */
import { expect, test } from 'vitest';
import { vitalsIn } from './link-vitals.ts';

const statistics = (entries: Readonly<Record<string, object>>) => new Map(Object.entries(entries));
const chromium = {
  T: { type: 'transport', selectedCandidatePairId: 'P' },
  O: { type: 'candidate-pair', id: 'O', packetsReceived: 9 },
  P: {
    type: 'candidate-pair',
    id: 'P',
    packetsReceived: 5,
    bytesReceived: 400,
    requestsReceived: 2,
    responsesReceived: 3,
  },
  V: { type: 'media-source', kind: 'video', frames: 60 },
  v: { type: 'outbound-rtp', kind: 'video', bytesSent: 9_000, retransmittedBytesSent: 1_000 },
  a: { type: 'outbound-rtp', kind: 'audio', bytesSent: 700 },
};

test('sent bytes are counted without repetitions, and a source that a link does not have is unknown', () => {
  const { picture, sound } = vitalsIn(statistics(chromium));
  expect(picture).toEqual({ source: 60, sent: 8_000 });
  expect(sound).toEqual({ source: null, sent: 700 });
});

test.each([
  ['media', { packetsReceived: 6 }],
  ['a check of the watcher', { requestsReceived: 3 }],
  ['an answer to a check', { responsesReceived: 4 }],
])('%s is a sign of life on the path in use', (_what, change) => {
  const before = vitalsIn(statistics(chromium)).received;
  expect(vitalsIn(statistics({ ...chromium, P: { ...chromium.P, ...change } })).received).not.toBe(before);
});

test('what arrives on another pair is none', () => {
  const before = vitalsIn(statistics(chromium)).received;
  const after = vitalsIn(statistics({ ...chromium, O: { ...chromium.O, packetsReceived: 99 } })).received;
  expect(after).toBe(before);
});

test('the path is found in Firefox, too, and missing before there is one', () => {
  const firefox = { P: { ...chromium.P, selected: true }, O: { ...chromium.O, selected: false } };
  expect(vitalsIn(statistics(firefox)).received).toBe(vitalsIn(statistics(chromium)).received);
  expect(vitalsIn(statistics({ T: { type: 'transport' } })).received).toBeUndefined();
});
