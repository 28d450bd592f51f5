import { describe, expect, it } from 'vitest';
import type { LayerIndex } from './layers.ts';
import { costOf, divide } from './divide.ts';
import { aLinkId } from './simulation/simulated-room.ts';

const costs = { 0: 200, 1: 500, 2: 2_000 };
type Row = readonly [what: string, budget: number, claims: readonly [LayerIndex, LayerIndex][], shares: LayerIndex[]];

const rows: Row[] = [
  [
    'everybody what they want, where nothing limits',
    Infinity,
    [
      [0, 2],
      [0, 2],
      [0, 1],
    ],
    [2, 2, 1],
  ],
  [
    'the lowest layer for everybody, budget or not',
    100,
    [
      [2, 2],
      [0, 2],
    ],
    [0, 0],
  ],
  [
    'the same for all before more for one',
    3_000,
    [
      [0, 2],
      [0, 2],
      [0, 2],
    ],
    [2, 1, 1],
  ],
  [
    'nobody two above another',
    2_500,
    [
      [2, 2],
      [0, 2],
      [0, 2],
    ],
    [1, 1, 1],
  ],
  [
    'two above one that does not want more',
    2_500,
    [
      [0, 2],
      [0, 0],
    ],
    [2, 0],
  ],
  [
    'what one has before what another would get',
    3_000,
    [
      [1, 2],
      [2, 2],
      [1, 2],
    ],
    [1, 2, 1],
  ],
  [
    'a newcomer the middle before another keeps the top',
    2_500,
    [
      [2, 2],
      [0, 2],
    ],
    [2, 1],
  ],
  [
    'the top given up for a newcomer',
    2_400,
    [
      [2, 2],
      [0, 2],
    ],
    [1, 1],
  ],
];

describe('dividing the uplink gives', () => {
  it.each(rows)('%s', (_what, budgetKbps, claims, expected) => {
    const shares = divide(
      claims.map(([has, wants], index) => ({ linkId: aLinkId(index), has, wants })),
      costs,
      budgetKbps,
    );
    expect([...shares.values()]).toEqual(expected);
    const leastKbps = costs[0] * claims.length;
    expect(costOf(shares.values(), costs)).toBeLessThanOrEqual(Math.max(budgetKbps, leastKbps));
  });
});
