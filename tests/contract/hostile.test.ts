/**
 * Attacks on a service, each by name, from processes of their own. Memory is bounded, and the
 * honest clients notice little: compared with the same run without the attack, since the machine
 * may be busy. `npm run -s bench -- hostile` measures the figures themselves.
 */
import { expect, test } from 'vitest';
import { attackNames } from '../support/hostile/attacks.ts';
import { limits, measureAttack, type Round } from '../support/hostile/measure-attack.ts';

/**
 * About fifty joins in a round: the slowest of them says more about the machine than about the
 * service.
 */
const [DURATION_MS, PERCENT] = [2_500, 90];
/** A busy machine may spoil a round; an attack that succeeds spoils all. */
const ROUNDS = 7;

const isWithin = ({ rssMb, healthzMs, idleHealthzMs, honestJoinRatio }: Round): boolean =>
  rssMb <= limits.rssMb &&
  healthzMs <= Math.max(limits.healthzMs, 2 * idleHealthzMs) &&
  honestJoinRatio <= limits.honestJoinRatio;

// Memory is read from /proc, and the attackers have an address of their own on the loopback.
test.skipIf(process.platform !== 'linux').each(attackNames)(
  '%s: honest clients join as before, and nothing grows without end',
  { timeout: 180_000 },
  async (name) => {
    const round = await measureAttack(name, {
      durationMs: DURATION_MS,
      percent: PERCENT,
      isEnough: isWithin,
      maxRounds: ROUNDS,
    });
    expect(round.damage).toEqual([]);
    expect(round).toSatisfy(isWithin);
  },
);
