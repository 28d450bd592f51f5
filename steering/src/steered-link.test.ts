/** How a link reads its samples, steps down and becomes ready for a step up. */
import { describe, expect, it } from 'vitest';
import type { LayerIndex } from './layers.ts';
import { backoffMs } from './backoff.ts';
import { noSignals } from './congestion-signals.ts';
import { downgrade, downgradeByOne } from './layer-changes.ts';
import type { LinkSample } from './link-sample.ts';
import { OVERFULL_PROOF_MS } from './policy.ts';
import { linkIdOf, costs } from './simulation/simulated-network.fixture.ts';
import { newLink, stepLink, type LinkVerdict, type Phase, type SteeredLink } from './steered-link.ts';
import { readinessOf } from './upgrade-readiness.ts';

const good: LinkSample = {
  linkId: linkIdOf(0),
  availableKbps: 6_000,
  hadKeyFrame: false,
  queueMs: 2,
  lossFraction: 0,
  rttMs: 40,
  sentKbps: 1_900,
  repeatedSoundKbps: 0,
};

const linkOn = (layer: LayerIndex, phase: Phase = { name: 'steady' }): SteeredLink => ({
  ...newLink(layer, 'vp8'),
  phase,
  signals: { ...noSignals, availableKbps: 6_000, bestEstimateKbps: 6_000, baseRttMs: 40 },
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

const trial: Phase = { name: 'trial', sinceMs: 9_000, from: 1, graceMs: 0 };
const freshTrial: Phase = { name: 'trial', sinceMs: 9_750, from: 1, graceMs: 0 };
const start: Phase = { name: 'starting', sinceMs: null };
const rows: [what: string, phase: Phase, samples: Partial<LinkSample>[], verdict: LinkVerdict][] = [
  ['a good sample', { name: 'steady' }, [{}], 'fine'],
  ['a long queue once', { name: 'steady' }, [{ queueMs: 90 }], 'congested'],
  ['a shorter queue once', { name: 'steady' }, [{ queueMs: 60 }], 'fine'],
  ['a shorter queue twice', { name: 'steady' }, [{ queueMs: 60 }, { queueMs: 50 }], 'congested'],
  ['a low estimate once', { name: 'steady' }, [{ availableKbps: 900 }], 'fine'],
  ['a low estimate twice', { name: 'steady' }, [{ availableKbps: 900 }, { availableKbps: 900 }], 'congested'],
  ['heavy loss', { name: 'steady' }, [{ lossFraction: 0.12 }], 'congested'],
  ['light loss', { name: 'steady' }, [{ lossFraction: 0.08 }], 'fine'],
  ['the queue of a starting link', start, [{ queueMs: 400, availableKbps: 300 }], 'fine'],
  ['a trial that goes well', trial, [{}], 'fine'],
  ['a queue on trial', trial, [{ queueMs: 45 }], 'trial-failed'],
  ['the key frame at the start of a trial', freshTrial, [{ queueMs: 120, hadKeyFrame: true }], 'fine'],
  ['the queue of a key frame', { name: 'steady' }, [{ queueMs: 120, hadKeyFrame: true }], 'fine'],
  ['a longer queue than a key frame explains', { name: 'steady' }, [{ queueMs: 300, hadKeyFrame: true }], 'congested'],
  ['an estimate on trial that wavers above the layer’s cost', freshTrial, [{ availableKbps: 5_500 }], 'fine'],
  [
    'an estimate on trial that drops far below the layer’s cost',
    freshTrial,
    [{ availableKbps: 1_400 }],
    'trial-failed',
  ],
  ['a longer round trip on trial', trial, [{ rttMs: 160 }], 'trial-failed'],
];

describe('a link reads', () => {
  it.each(rows)('%s', (_what, phase, samples, verdict) => {
    expect(verdictsOf(linkOn(2, phase), samples).at(-1)).toBe(verdict);
  });

  it('an estimate that never reached the layer’s cost by its drop', () => {
    const link = { ...linkOn(2), signals: { ...noSignals, availableKbps: 1_000, bestEstimateKbps: 1_000 } };
    const steady = { availableKbps: 980 };
    const fallen = { availableKbps: 850 };
    expect(verdictsOf(link, [steady, steady, steady])).toEqual(['fine', 'fine', 'fine']);
    expect(verdictsOf(link, [fallen, fallen])).toEqual(['fine', 'congested']);
  });
});

describe('a link that loses a little', () => {
  const over = (samples: number, change: Partial<LinkSample>): readonly Partial<LinkSample>[] =>
    Array.from({ length: samples }, () => ({ lossFraction: 0.05, ...change }));

  it.each<[what: string, change: Partial<LinkSample>, found: boolean]>([
    ['while a queue stands', { rttMs: 180 }, true],
    ['while its estimate is below what it is sent', { availableKbps: 1_700 }, true],
    ['and has neither', {}, false],
  ])('%s: overfull after about four seconds: %s', (_what, change, found) => {
    const verdicts = verdictsOf(linkOn(2), over(24, change));
    expect(verdicts.slice(0, 16)).not.toContain('overfull');
    expect(verdicts.includes('overfull')).toBe(found);
  });

  /** A link that has stepped down because of such loss, after as much time as the proof takes. */
  const afterProof = (lossFraction: number): SteeredLink => {
    const signals = { ...noSignals, availableKbps: 1_700, averageLoss: 0.05, sampledAtMs: 10_000, baseRttMs: 40 };
    let link = downgradeByOne({ ...linkOn(2), signals }, 10_000);
    expect(link.layer).toBe(1);
    for (let nowMs = 10_250; nowMs <= 10_000 + OVERFULL_PROOF_MS; nowMs += 250)
      [link] = stepLink(link, { ...good, availableKbps: 1_700, lossFraction }, { nowMs, costs });
    return link;
  };

  it('stays below where less is lost there', () => {
    expect(afterProof(0)).toMatchObject({ layer: 1, ownLoss: { findings: 0 } });
  });

  it('gets its layer back where as much is lost there, and such loss does not count for a while', () => {
    const link = afterProof(0.05);
    expect(link).toMatchObject({ layer: 2, pathLayer: 2, backoffUntilMs: 0, ownLoss: { findings: 1 } });
    expect(verdictsOf(link, over(40, { rttMs: 180 }), 14_250)).not.toContain('overfull');
    expect(verdictsOf(link, over(40, { rttMs: 180 }), link.ownLoss.untilMs)).toContain('overfull');
  });
});

describe('a link steps down', () => {
  it.each<[availableKbps: number, from: LayerIndex, to: LayerIndex]>([
    [6_000, 2, 1],
    [700, 2, 1],
    [600, 2, 0],
    [100, 1, 0],
    [100, 0, 0],
  ])('with an estimate of %i from layer %i to %i', (availableKbps, from, to) => {
    const link = { ...linkOn(from), signals: { ...noSignals, availableKbps } };
    expect(downgrade(link, { nowMs: 0, costs }).layer).toBe(to);
  });

  it('to the layer before when a trial fails', () => {
    const link = { ...linkOn(2, trial), signals: { ...noSignals, availableKbps: 100 } };
    expect(downgrade(link, { nowMs: 0, costs }).layer).toBe(1);
  });

  it('once more only when the first step has had time to take effect', () => {
    const down = downgrade(linkOn(2), { nowMs: 10_000, costs });
    const queue = { queueMs: 200 };
    expect(verdictsOf(down, [queue, queue, queue], 10_250)).toEqual(['fine', 'congested', 'congested']);
  });
});

describe('a link is ready for a step up', () => {
  const calm = (availableKbps: number, phase: Phase = { name: 'steady' }): SteeredLink => ({
    ...linkOn(1, phase),
    signals: { ...noSignals, availableKbps, calmSinceMs: 1_000 },
  });

  it.each([
    ['not before it was calm for 3 s', calm(6_000), 3_900, 'not-ready'],
    ['at once when the estimate covers the layer', calm(6_000), 4_000, 'proven'],
    ['after a probe when the estimate does not cover it', calm(1_000), 4_000, 'needs-probe'],
    [
      'not before the probe is answered',
      calm(1_000, { name: 'probing', sinceMs: 4_000, mayUpgrade: true }),
      4_500,
      'awaits-probe',
    ],
    [
      'on trial when the probe did not raise the estimate',
      calm(1_000, { name: 'probing', sinceMs: 4_000, mayUpgrade: true }),
      5_000,
      'needs-trial',
    ],
    [
      'not when the pacer could not send the layer',
      calm(600, { name: 'probing', sinceMs: 4_000, mayUpgrade: true }),
      5_000,
      'not-ready',
    ],
    ['not in back-off', { ...calm(6_000), backoffUntilMs: 9_000 }, 7_900, 'not-ready'],
  ])('%s', (_what, link, nowMs, readiness) => {
    expect(readinessOf(link, costs, nowMs)).toBe(readiness);
  });

  it('after back-off delays that grow', () => {
    expect([1, 2, 3, 4, 5, 6, 7, 8, 9].map(backoffMs)).toEqual(
      [4, 8, 9, 9, 9, 18, 36, 60, 60].map((seconds) => seconds * 1000),
    );
  });
});
