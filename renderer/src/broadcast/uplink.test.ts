/** What the presenter's app says of its uplink. */
import { ladders, TOP_LAYER } from '@lectern/steering';
import { expect, test } from 'vitest';
import { defaultQuality } from '../fan-out/link-media.ts';
import { uplinkOf } from './uplink.ts';

const scene = { content: 'motion', sound: 'speech' } as const;

test('an uplink that nothing limits is not known', () => {
  expect(uplinkOf({ uplinkKbps: null }, defaultQuality, scene).carriesKbps).toBe(null);
});

test.each([
  { measured: 8_000, limit: null, known: 8_000 },
  { measured: null, limit: 5_000, known: 5_000 },
  { measured: 8_000, limit: 5_000, known: 5_000 },
  { measured: 3_000, limit: 5_000, known: 3_000 },
])('of what was measured ($measured) and what the presenter allows ($limit), the lower one counts', (case_) => {
  const quality = { ...defaultQuality, uplinkKbps: case_.limit };
  expect(uplinkOf({ uplinkKbps: case_.measured }, quality, scene).carriesKbps).toBe(case_.known);
});

test('a link needs what the best layer of the chosen quality costs, with its sound', () => {
  const { maxKbps } = ladders[defaultQuality.preset].text[TOP_LAYER];
  const { linkKbps } = uplinkOf({ uplinkKbps: null }, { ...defaultQuality, sharpness: 'text' }, scene);
  expect(linkKbps).toBeGreaterThan(maxKbps);
  expect(linkKbps).toBeLessThan(maxKbps * 1.3);
});
