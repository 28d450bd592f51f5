/** Which link is upgraded to try the uplink, and which links lose a layer when the trial fails. */
import type { LinkId } from '@lectern/protocol';
import { expect, it } from 'vitest';
import { TOP_LAYER, type LayerIndex } from './layers.ts';
import { nothingCarried } from './carried.ts';
import { noSignals } from './congestion-signals.ts';
import type { LinkSample } from './link-sample.ts';
import { sharesOf, type SharedLine } from './shared-line.ts';
import { linkIdOf, costs } from './simulation/simulated-network.fixture.ts';
import { newLink, type SteeredLink } from './steered-link.ts';
import { stepDown } from './step-down.ts';
import { stepUp } from './step-up.ts';
import type { UplinkCapacity } from './uplink-capacity.ts';

const NOW_MS = 60_000;

/** A link that has been calm for long. */
const linkOn = (layer: LayerIndex, availableKbps: number, change: Partial<SteeredLink> = {}): SteeredLink => ({
  ...newLink(layer, 'vp8'),
  phase: { name: 'steady' },
  signals: { ...noSignals, availableKbps, bestEstimateKbps: availableKbps, calmSinceMs: 0 },
  ...change,
});

const lineWith = (
  links: readonly SteeredLink[],
  uplink: Partial<UplinkCapacity & { name: 'limited' }> = {},
): SharedLine => ({
  links: new Map(links.map((link, index) => [linkIdOf(index), link])),
  soundOnly: new Map(),
  reservedKbps: 0,
  costs: { vp8: costs, av1: costs },
  soundCostKbps: 64,
  limitKbps: null,
  upgradedAtMs: null,
  carried: nothingCarried,
  uplink: {
    name: 'limited',
    capacityKbps: 3 * costs[1],
    provenKbps: 0,
    reducedAtMs: 0,
    failedTrials: 0,
    nextTrialMs: 0,
    trial: null,
    passed: null,
    returning: null,
    satisfiedSinceMs: null,
    ...uplink,
  },
});

const layersIn = ({ links }: SharedLine): LayerIndex[] => [...links.values()].map(({ layer }) => layer);
const steppedUp = (line: SharedLine): [layers: LayerIndex[], probes: readonly LinkId[]] => {
  const [after, probes] = stepUp(line, sharesOf(line, NOW_MS), NOW_MS);
  return [layersIn(after), probes];
};

it('known capacity is used before the uplink is tried', () => {
  const held = linkOn(1, 5_000);
  expect(steppedUp(lineWith([held, held, linkOn(0, 5_000, { pathLayer: 0 })]))).toEqual([[1, 1, 1], []]);
  expect(steppedUp(lineWith([held, held, linkOn(0, 5_000, { cap: 0 })]))).toEqual([[2, 1, 0], []]);
});

it('one link is probed at a time, with or without permission', () => {
  const low = linkOn(1, 600);
  const notPermitted = linkOn(1, 600, { pathLayer: 1 });
  expect(steppedUp(lineWith([low, low, notPermitted]))[1]).toEqual([linkIdOf(0)]);
  expect(steppedUp(lineWith([notPermitted, notPermitted, notPermitted], { nextTrialMs: NOW_MS + 1 }))[1]).toEqual([
    linkIdOf(0),
  ]);
});

it('with permission, a probe is answered before the next one starts', () => {
  const low = linkOn(1, 1_000);
  let line = lineWith([low, low, low]);
  const probesAt = (atMs: number): readonly LinkId[] => {
    const [after, probes] = stepUp(line, sharesOf(line, atMs), atMs);
    line = after;
    return probes;
  };
  expect([0, 250, 500, 750].map((afterMs) => probesAt(NOW_MS + afterMs))).toEqual([[linkIdOf(0)], [], [], []]);
  expect(probesAt(NOW_MS + 1_000)).toEqual([]);
  expect(layersIn(line)).toEqual([2, 1, 1]);
});

it('without permission, the link whose last probe is oldest is probed first', () => {
  const probedAt = (sinceMs: number): SteeredLink =>
    linkOn(1, 600, { pathLayer: 1, phase: { name: 'probing', sinceMs, mayUpgrade: false } });
  const line = lineWith([probedAt(40_000), probedAt(30_000)], { nextTrialMs: NOW_MS + 1 });
  expect(steppedUp(line)[1]).toEqual([linkIdOf(1)]);
});

const good: Omit<LinkSample, 'linkId'> = {
  availableKbps: 5_000,
  queueMs: 0,
  hadKeyFrame: false,
  lossFraction: 0,
  rttMs: 40,
  sentKbps: 500,
  repeatedSoundKbps: 0,
};
const tried = linkOn(TOP_LAYER, 5_000, { phase: { name: 'trial', sinceMs: NOW_MS - 2_000, from: 1, graceMs: 0 } });
const capacityKbps = costs[2] + 4 * costs[1];
const trial = { kind: 'step' as const, linkId: linkIdOf(0), beforeKbps: 5 * costs[1], sinceMs: NOW_MS - 2_000 };
const steppedDown = (links: readonly SteeredLink[], signs: readonly Partial<LinkSample>[]): SharedLine => {
  const samples = links.map((_link, index) => ({ ...good, linkId: linkIdOf(index), ...signs[index] }));
  return stepDown(lineWith(links, { capacityKbps, trial }), samples, NOW_MS);
};
const isTrialOn = ({ uplink }: SharedLine): boolean => uplink.name === 'limited' && uplink.trial !== null;
const congested = { queueMs: 200 };

it.each<[what: string, one: SteeredLink, isOn: boolean, layer: LayerIndex]>([
  ['a link that was always stable', linkOn(1, 5_000), false, 1],
  ['a link that was downgraded lately', linkOn(1, 5_000, { downgrades: 2, upgradedAtMs: NOW_MS - 20_000 }), true, 0],
  ['a link on the lowest layer', linkOn(0, 5_000), true, 0],
])('congested while the uplink is tried: %s', (_what, one, isOn, layer) => {
  const line = steppedDown([tried, one, linkOn(1, 5_000), linkOn(1, 5_000)], [{}, congested]);
  expect(isTrialOn(line)).toBe(isOn);
  expect(layersIn(line)).toEqual([isOn ? 2 : 1, layer, 1, 1]);
});

it('several links that were downgraded lately end a trial', () => {
  const flaky = linkOn(1, 5_000, { downgrades: 2, upgradedAtMs: NOW_MS - 20_000 });
  const line = steppedDown([tried, flaky, flaky, linkOn(1, 5_000), linkOn(1, 5_000)], [{}, congested, congested]);
  expect(isTrialOn(line)).toBe(false);
  expect(layersIn(line)).toEqual([1, 1, 1, 1, 1]);
});

it('a failed trial gives links back the layers that they lost during it, but not those that they lost before', () => {
  const downSince = (sinceMs: number): SteeredLink =>
    linkOn(0, 5_000, { phase: { name: 'draining', sinceMs, from: 1, queueMs: 0, lossBefore: null }, downgrades: 2 });
  const links = [tried, downSince(NOW_MS - 1_500), downSince(NOW_MS - 3_500), linkOn(1, 5_000)];
  expect(layersIn(steppedDown(links, [congested]))).toEqual([1, 1, 0, 1]);
});
