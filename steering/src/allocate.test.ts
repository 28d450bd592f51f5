/** Budgets and the layers that they give each link, as a table. */
import { describe, expect, it } from 'vitest';
import type { LayerIndex } from './layers.ts';
import { allocate, type Claim } from './allocate.ts';
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
      claims.map(([current, wanted], index) => ({ linkId: linkIdOf(index), current, wanted, costs })),
      budgetKbps,
    );
    expect([...shares.values()]).toEqual(expected);
    const leastKbps = costs[0] * claims.length;
    const sumKbps = [...shares.values()].reduce<number>((sum, layer) => sum + costs[layer], 0);
    expect(sumKbps).toBeLessThanOrEqual(Math.max(budgetKbps, leastKbps));
  });

  it('a layer to a later link whose codec needs less, where it does not reach for the link before', () => {
    const cheap = { 0: 150, 1: 250, 2: 500 };
    const claims = [costs, cheap, costs].map((own, index): Claim => ({
      linkId: linkIdOf(index),
      current: 0,
      wanted: 2,
      costs: own,
    }));
    const sharesWith = (budgetKbps: number): readonly LayerIndex[] => [...allocate(claims, budgetKbps).values()];
    // Not two layers while another link has only the lowest.
    expect(sharesWith(550 + 200)).toEqual([0, 1, 0]);
    expect(sharesWith(550 + 300 + 200)).toEqual([1, 1, 0]);
    expect(sharesWith(550 + 700 + 250)).toEqual([1, 2, 1]);
    expect(sharesWith(550 + 700 + 1_750)).toEqual([2, 2, 1]);
  });
});
