/** Links in both codecs share one uplink: each counts with what its own codec costs. */
import { expect, it } from 'vitest';
import { laddersFor } from './codec-ladders.ts';
import { codecCostsOf } from './layer-costs.ts';
import { TOP_LAYER } from './layers.ts';
import { linkIdOf } from './simulation/simulated-network.fixture.ts';
import { Steering } from './steering.ts';

const ladders = laddersFor({ quality: 'standard', content: 'text', isScreen: true });
const { vp8, av1 } = codecCostsOf(ladders, 'speech');

it('the uplink has room for the top layer in AV1, and for the middle one in VP8', () => {
  const steering = new Steering(ladders);
  steering.limitUplink(vp8[1] + av1[2]);
  steering.add(linkIdOf(0), TOP_LAYER, 'vp8');
  steering.add(linkIdOf(1), TOP_LAYER, 'av1');
  expect([...steering.observe([], 0).layers.values()]).toEqual([1, 2]);
  steering.limitUplink(vp8[1] + av1[2] - 1);
  expect([...steering.observe([], 0).layers.values()]).toEqual([1, 1]);
});

it('a line that carries twelve top layers in AV1 carries fewer than three in VP8', () => {
  const topsWith = (codec: 'vp8' | 'av1'): number => {
    const steering = new Steering(ladders);
    steering.limitUplink(12 * av1[2]);
    for (let index = 0; index < 12; index++) steering.add(linkIdOf(index), TOP_LAYER, codec);
    return [...steering.observe([], 0).layers.values()].filter((layer) => layer === TOP_LAYER).length;
  };
  expect(topsWith('av1')).toBe(12);
  expect(topsWith('vp8')).toBeLessThan(3);
});

it('a link that had sound only keeps its codec', () => {
  const steering = new Steering(ladders);
  steering.limitUplink(av1[2]);
  steering.add(linkIdOf(0), 'sound', 'av1');
  steering.cap(linkIdOf(0), TOP_LAYER);
  expect(steering.observe([], 0).layers.get(linkIdOf(0))).toBe(TOP_LAYER);
});
