import { describe, expect, it } from 'vitest';
import type { LayerIndex } from './layers.ts';
import { retreat } from './link-moves.ts';
import { unread } from './line-reading.ts';
import type { LinkSample } from './link-sample.ts';
import { pauseMs } from './pause.ts';
import { prospectOf } from './prospect.ts';
import { aLinkId, costs } from './simulation/simulated-room.ts';
import { newLink, stepLink, type LinkVerdict, type Phase, type SteeredLink } from './steered-link.ts';

const good: LinkSample = {
  linkId: aLinkId(0),
  availableKbps: 6_000,
  hadKeyFrame: false,
  queueMs: 2,
  lossFraction: 0,
  rttMs: 40,
  sentKbps: 1_900,
};

const linkOn = (layer: LayerIndex, phase: Phase = { name: 'holding' }): SteeredLink => ({
  ...newLink(layer),
  phase,
  reading: { ...unread, availableKbps: 6_000, bestKbps: 6_000, restRttMs: 40 },
});

const verdictsOf = (link: SteeredLink, samples: readonly Partial<LinkSample>[], fromMs = 10_000): LinkVerdict[] => {
  let current = link;
  return samples.map((change, index) => {
    const moment = { nowMs: fromMs + index * 250, costs };
    const [next, verdict] = stepLink(current, { ...good, ...change }, moment);
    current = next;
    return verdict;
  });
};

const trial: Phase = { name: 'trying', sinceMs: 9_000, from: 1 };
const freshTrial: Phase = { name: 'trying', sinceMs: 9_750, from: 1 };
const start: Phase = { name: 'starting', sinceMs: null };
const rows: [what: string, phase: Phase, samples: Partial<LinkSample>[], verdict: LinkVerdict][] = [
  ['a good sample', { name: 'holding' }, [{}], 'fine'],
  ['a long queue once', { name: 'holding' }, [{ queueMs: 90 }], 'congested'],
  ['a shorter queue once', { name: 'holding' }, [{ queueMs: 60 }], 'fine'],
  ['a shorter queue twice', { name: 'holding' }, [{ queueMs: 60 }, { queueMs: 50 }], 'congested'],
  ['a low estimate once', { name: 'holding' }, [{ availableKbps: 900 }], 'fine'],
  ['a low estimate twice', { name: 'holding' }, [{ availableKbps: 900 }, { availableKbps: 900 }], 'congested'],
  ['heavy loss', { name: 'holding' }, [{ lossFraction: 0.12 }], 'congested'],
  ['light loss', { name: 'holding' }, [{ lossFraction: 0.08 }], 'fine'],
  ['the queue of a link that starts', start, [{ queueMs: 400, availableKbps: 300 }], 'fine'],
  ['a trial that goes well', trial, [{}], 'fine'],
  ['a queue on trial', trial, [{ queueMs: 45 }], 'trial-failed'],
  ['the key frame that a trial begins with', freshTrial, [{ queueMs: 120, hadKeyFrame: true }], 'fine'],
  ['everybody’s key frame', { name: 'holding' }, [{ queueMs: 120, hadKeyFrame: true }], 'fine'],
  ['more than a key frame explains', { name: 'holding' }, [{ queueMs: 300, hadKeyFrame: true }], 'congested'],
  ['an estimate on trial that wavers above what is needed', freshTrial, [{ availableKbps: 5_500 }], 'fine'],
  ['an estimate on trial that sinks far below what is needed', freshTrial, [{ availableKbps: 1_400 }], 'trial-failed'],
  ['a longer round trip on trial', trial, [{ rttMs: 160 }], 'trial-failed'],
];

describe('a link reads', () => {
  it.each(rows)('%s', (_what, phase, samples, verdict) => {
    expect(verdictsOf(linkOn(2, phase), samples).at(-1)).toBe(verdict);
  });

  it('an estimate that never was what the layer needs by its fall', () => {
    const link = { ...linkOn(2), reading: { ...unread, availableKbps: 1_000, bestKbps: 1_000 } };
    const steady = { availableKbps: 980 };
    const fallen = { availableKbps: 850 };
    expect(verdictsOf(link, [steady, steady, steady])).toEqual(['fine', 'fine', 'fine']);
    expect(verdictsOf(link, [fallen, fallen])).toEqual(['fine', 'congested']);
  });
});

describe('a link goes', () => {
  it.each<[availableKbps: number, from: LayerIndex, to: LayerIndex]>([
    [6_000, 2, 1],
    [700, 2, 1],
    [600, 2, 0],
    [100, 1, 0],
    [100, 0, 0],
  ])('with an estimate of %i down from layer %i to %i', (availableKbps, from, to) => {
    const link = { ...linkOn(from), reading: { ...unread, availableKbps } };
    expect(retreat(link, { nowMs: 0, costs }).layer).toBe(to);
  });

  it('back where it came from when a trial fails', () => {
    const link = { ...linkOn(2, trial), reading: { ...unread, availableKbps: 100 } };
    expect(retreat(link, { nowMs: 0, costs }).layer).toBe(1);
  });

  it('down once more only when the first step has had time to show', () => {
    const down = retreat(linkOn(2), { nowMs: 10_000, costs });
    const queue = { queueMs: 200 };
    expect(verdictsOf(down, [queue, queue, queue], 10_250)).toEqual(['fine', 'congested', 'congested']);
  });
});

describe('a link may rise', () => {
  const calm = (availableKbps: number, phase: Phase = { name: 'holding' }): SteeredLink => ({
    ...linkOn(1, phase),
    reading: { ...unread, availableKbps, calmSinceMs: 1_000 },
  });

  it.each([
    ['not before it was calm for 3 s', calm(6_000), 3_900, 'none'],
    ['at once when the estimate carries it', calm(6_000), 4_000, 'proven'],
    ['after a probe when it does not', calm(1_000), 4_000, 'ask'],
    [
      'not before the probe is answered',
      calm(1_000, { name: 'probing', sinceMs: 4_000, hasTurn: true }),
      4_500,
      'asked',
    ],
    [
      'on trial when the probe said nothing',
      calm(1_000, { name: 'probing', sinceMs: 4_000, hasTurn: true }),
      5_000,
      'try',
    ],
    [
      'not when the pacer could not send it',
      calm(600, { name: 'probing', sinceMs: 4_000, hasTurn: true }),
      5_000,
      'none',
    ],
    ['not while it is paused', { ...calm(6_000), pausedUntilMs: 9_000 }, 7_900, 'none'],
  ])('%s', (_what, link, nowMs, prospect) => {
    expect(prospectOf(link, costs, nowMs)).toBe(prospect);
  });

  it('after pauses that grow', () => {
    expect([1, 2, 3, 4, 5, 6, 7, 8, 9].map(pauseMs)).toEqual(
      [4, 8, 9, 9, 9, 18, 36, 60, 60].map((seconds) => seconds * 1000),
    );
  });
});
