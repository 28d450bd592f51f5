/** From statistics of browsers to what arrives and what leaves. */
import { expect, test } from 'vitest';
import { vitalsIn } from './link-vitals.ts';

const statistics = (entries: Readonly<Record<string, object>>) => new Map(Object.entries(entries));
const chromium = {
  T: { type: 'transport', selectedCandidatePairId: 'P', packetsReceived: 14 },
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

test('what arrives is counted on every path: after a restart the watcher may use another one', () => {
  const other = { ...chromium, T: { ...chromium.T, packetsReceived: 15 } };
  expect(vitalsIn(statistics(chromium)).received).toBe(14);
  expect(vitalsIn(statistics(other)).received).toBe(15);
});

test('checks are counted on the path in use', () => {
  const asked = { ...chromium, P: { ...chromium.P, requestsReceived: 3 } };
  const answered = { ...chromium, P: { ...chromium.P, responsesReceived: 4 } };
  const elsewhere = { ...chromium, O: { ...chromium.O, requestsReceived: 9 } };
  expect(vitalsIn(statistics(asked)).checks).toEqual({ path: 'P', count: 6 });
  expect(vitalsIn(statistics(answered)).checks).toEqual({ path: 'P', count: 6 });
  expect(vitalsIn(statistics(elsewhere)).checks).toEqual({ path: 'P', count: 5 });
});

test('in Firefox, which has no transport, the path in use says what arrives', () => {
  const { P, O } = chromium;
  const firefox = statistics({ P: { ...P, selected: true }, O: { ...O, selected: false } });
  expect(vitalsIn(firefox)).toMatchObject({ received: 400, checks: vitalsIn(statistics(chromium)).checks });
  expect(vitalsIn(statistics({ T: { type: 'transport' } })).received).toBeUndefined();
});
