import { describe, expect, it } from 'vitest';
import type { LayerIndex } from './layers.ts';
import { allocate, costOf } from './allocate.ts';
import { linkIdOf } from './simulation/simulated-network.fixture.ts';

const costs = { 0: 200, 1: 500, 2: 2_000 };
type Row = readonly [what: string, budget: number, claims: readonly [LayerIndex, LayerIndex][], shares: LayerIndex[]];

const rows: Row[] = [
  [
    'every link what it wants, if the budget is unlimited',
    Infinity,
    [
      [0, 2],
      [0, 2],
      [0, 1],
    ],
    [2, 2, 1],
  ],
  [
    'every link the lowest layer, even beyond the budget',
    100,
    [
      [2, 2],
      [0, 2],
    ],
    [0, 0],
  ],
  [
    'every link one layer before any link gets two',
    3_000,
    [
      [0, 2],
      [0, 2],
      [0, 2],
    ],
    [2, 1, 1],
  ],
  [
    'no link two layers above another that wants more',
    2_500,
    [
      [2, 2],
      [0, 2],
      [0, 2],
    ],
    [1, 1, 1],
  ],
  [
    'a link two layers above one that wants no more',
    2_500,
    [
      [0, 2],
      [0, 0],
    ],
    [2, 0],
  ],
  [
    'a layer to a link that has it before a link that would get it',
    3_000,
    [
      [1, 2],
      [2, 2],
      [1, 2],
    ],
    [1, 2, 1],
  ],
  [
    'a new link the middle layer before another keeps the top',
    2_500,
    [
      [2, 2],
      [0, 2],
    ],
    [2, 1],
  ],
  [
    'a new link the middle layer although another loses the top',
    2_400,
    [
      [2, 2],
      [0, 2],
    ],
    [1, 1],
  ],
];

describe('the budget gives', () => {
  it.each(rows)('%s', (_what, budgetKbps, claims, expected) => {
    const shares = allocate(
      claims.map(([current, wanted], index) => ({ linkId: linkIdOf(index), current, wanted })),
      costs,
      budgetKbps,
    );
    expect([...shares.values()]).toEqual(expected);
    const leastKbps = costs[0] * claims.length;
    expect(costOf(shares.values(), costs)).toBeLessThanOrEqual(Math.max(budgetKbps, leastKbps));
  });
});
