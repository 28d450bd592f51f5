/**
 * Attacks on a service, each by name, from processes of their own. Memory is bounded, and the honest
 * clients notice little: compared with the same run without the attack, since the machine may be
 * busy. `npm run -s bench -- hostile` measures the figures themselves.
 */
import { expect, test } from 'vitest';
import { attackNames } from '../support/hostile/attacks.ts';
import { limits, measureAttack, type Round } from '../support/hostile/measure-attack.ts';

const DURATION_MS = 2_500;
/** A busy machine may spoil a round; an attack that succeeds spoils all. */
const ROUNDS = 4;

/**
 * Either the 99th percentile holds, or the machine is busy and half of all answers come as before.
 */
const isWithin = ({ rssMb, healthzP99Ms, honestJoinRatio, medianRatio }: Round): boolean =>
  rssMb <= limits.rssMb &&
  (healthzP99Ms <= limits.healthzP99Ms || medianRatio.healthz <= 2) &&
  (honestJoinRatio <= limits.honestJoinRatio || medianRatio.honestJoin <= limits.honestJoinRatio);

// Memory is read from /proc, and the attackers have an address of their own on the loopback.
test.skipIf(process.platform !== 'linux').each(attackNames)(
  '%s: honest clients join as before, and nothing grows without end',
  { timeout: 120_000 },
  async (name) => {
    const round = await measureAttack(name, DURATION_MS, isWithin, ROUNDS);
    expect(round.damage).toEqual([]);
    expect(round).toSatisfy(isWithin);
  },
);
