/** Whose turn it is to ask the line that all share for more, and whose layer is taken back when it says no. */
import type { LinkId } from '@lectern/protocol';
import { expect, it } from 'vitest';
import { TOP_LAYER, type LayerIndex } from './layers.ts';
import { fall } from './fall.ts';
import { unread } from './line-reading.ts';
import type { LinkSample } from './link-sample.ts';
import { rise } from './rise.ts';
import { sharesOf, type Room } from './room.ts';
import { aLinkId, costs } from './simulation/simulated-room.ts';
import { newLink, type SteeredLink } from './steered-link.ts';
import type { Uplink } from './uplink.ts';

const NOW_MS = 60_000;

/** Calm for long. */
const linkOn = (layer: LayerIndex, availableKbps: number, change: Partial<SteeredLink> = {}): SteeredLink => ({
  ...newLink(layer),
  phase: { name: 'holding' },
  reading: { ...unread, availableKbps, bestKbps: availableKbps, calmSinceMs: 0 },
  ...change,
});

const roomWith = (links: readonly SteeredLink[], uplink: Partial<Uplink & { name: 'limited' }> = {}): Room => ({
  links: new Map(links.map((link, index) => [aLinkId(index), link])),
  soundOnly: new Set(),
  costs,
  limitKbps: null,
  raisedAtMs: null,
  uplink: {
    name: 'limited',
    capacityKbps: 3 * costs[1],
    provenKbps: 0,
    cutAtMs: 0,
    failures: 0,
    nextTrialMs: 0,
    trial: null,
    enoughSinceMs: null,
    ...uplink,
  },
});

const layersIn = ({ links }: Room): LayerIndex[] => [...links.values()].map(({ layer }) => layer);
const risen = (room: Room): [layers: LayerIndex[], probes: readonly LinkId[]] => {
  const [after, probes] = rise(room, sharesOf(room, NOW_MS), NOW_MS);
  return [layersIn(after), probes];
};

it('what the line is known to carry is taken before it is tried', () => {
  const held = linkOn(1, 5_000);
  expect(risen(roomWith([held, held, linkOn(0, 5_000, { carries: 0 })]))).toEqual([[1, 1, 1], []]);
  expect(risen(roomWith([held, held, linkOn(0, 5_000, { highest: 0 })]))).toEqual([[2, 1, 0], []]);
});

it('one link asks at a time, with leave or without', () => {
  const low = linkOn(1, 600);
  const withoutLeave = linkOn(1, 600, { carries: 1 });
  expect(risen(roomWith([low, low, withoutLeave]))[1]).toEqual([aLinkId(0)]);
  expect(risen(roomWith([withoutLeave, withoutLeave, withoutLeave], { nextTrialMs: NOW_MS + 1 }))[1]).toEqual([
    aLinkId(0),
  ]);
});

it('with leave, a link is answered before another asks', () => {
  const low = linkOn(1, 1_000);
  let room = roomWith([low, low, low]);
  const probesAt = (atMs: number): readonly LinkId[] => {
    const [after, probes] = rise(room, sharesOf(room, atMs), atMs);
    room = after;
    return probes;
  };
  expect([0, 250, 500, 750].map((afterMs) => probesAt(NOW_MS + afterMs))).toEqual([[aLinkId(0)], [], [], []]);
  expect(probesAt(NOW_MS + 1_000)).toEqual([]);
  expect(layersIn(room)).toEqual([2, 1, 1]);
});

it('who has asked longest ago asks first of those without leave', () => {
  const askedAt = (sinceMs: number): SteeredLink =>
    linkOn(1, 600, { carries: 1, phase: { name: 'probing', sinceMs, hasTurn: false } });
  const room = roomWith([askedAt(40_000), askedAt(30_000)], { nextTrialMs: NOW_MS + 1 });
  expect(risen(room)[1]).toEqual([aLinkId(1)]);
});

const good: Omit<LinkSample, 'linkId'> = {
  availableKbps: 5_000,
  queueMs: 0,
  hadKeyFrame: false,
  lossFraction: 0,
  rttMs: 40,
  sentKbps: 500,
};
const tried = linkOn(TOP_LAYER, 5_000, { phase: { name: 'trying', sinceMs: NOW_MS - 2_000, from: 1 } });
const capacityKbps = costs[2] + 4 * costs[1];
const trial = { linkId: aLinkId(0), beforeKbps: 5 * costs[1], sinceMs: NOW_MS - 2_000 };
const fallen = (links: readonly SteeredLink[], signs: readonly Partial<LinkSample>[]): Room => {
  const samples = links.map((_link, index) => ({ ...good, linkId: aLinkId(index), ...signs[index] }));
  return fall(roomWith(links, { capacityKbps, trial }), samples, NOW_MS);
};
const isTrialOn = ({ uplink }: Room): boolean => uplink.name === 'limited' && uplink.trial !== null;
const congested = { queueMs: 200 };

it.each<[what: string, one: SteeredLink, isOn: boolean, layer: LayerIndex]>([
  ['a link that never failed', linkOn(1, 5_000), false, 1],
  ['a link that has gone down lately', linkOn(1, 5_000, { retreats: 2, raisedAtMs: NOW_MS - 20_000 }), true, 0],
  ['a link on the lowest layer', linkOn(0, 5_000), true, 0],
])('in trouble while the line is tried, %s', (_what, one, isOn, layer) => {
  const room = fallen([tried, one, linkOn(1, 5_000), linkOn(1, 5_000)], [{}, congested]);
  expect(isTrialOn(room)).toBe(isOn);
  expect(layersIn(room)).toEqual([isOn ? 2 : 1, layer, 1, 1]);
});

it('several that have gone down lately end a trial', () => {
  const flaky = linkOn(1, 5_000, { retreats: 2, raisedAtMs: NOW_MS - 20_000 });
  const room = fallen([tried, flaky, flaky, linkOn(1, 5_000), linkOn(1, 5_000)], [{}, congested, congested]);
  expect(isTrialOn(room)).toBe(false);
  expect(layersIn(room)).toEqual([1, 1, 1, 1, 1]);
});

it('who went down while the line was tried has its layer back when that was in vain; who was down before has not', () => {
  const downSince = (sinceMs: number): SteeredLink =>
    linkOn(0, 5_000, { phase: { name: 'retreating', sinceMs, from: 1, queueMs: 0 }, retreats: 2 });
  const links = [tried, downSince(NOW_MS - 1_500), downSince(NOW_MS - 3_500), linkOn(1, 5_000)];
  expect(layersIn(fallen(links, [congested]))).toEqual([1, 1, 0, 1]);
});
