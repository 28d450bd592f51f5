/**
 * Lets the candidate pairs of a newer round win over those of the rounds before. Chromium's controlling
 * end leaves a pair for one of lower priority, as from a direct path to TURN, only when nothing has arrived
 * over it for 3.5 s, also after an ICE restart; for one of higher priority at once. So from the second
 * round on that end raises the priorities of the other end's candidates above those of all rounds before.
 * Among themselves they keep their order: a direct path still wins over TURN.
 */
import type { Candidate, Round } from '@lectern/protocol';

/** Above the type preference of hosts, 126 (RFC 8445, section 5.1.2.1), and below 2^31. */
const BASE = 0x7f00_0000;
/** The upper half of what is left is the round, the lower one the head of the priority, with its type. */
const HALF = 12;
const MOST = 2 ** HALF - 1;
const PRIORITY_BITS = 31;

/** RFC 8839, section 5.1: foundation, component, transport and priority. */
const inLine = /^((?:a=)?candidate:\S+ \d+ \S+ )(\d+)(?= )/gm;

const raised = (priority: number, round: Round): number =>
  BASE + (Math.min(round, MOST) << HALF) + Math.min(priority >>> (PRIORITY_BITS - HALF), MOST);

/** Of an answer, or a candidate. Those of the first round stay as they are. */
export const raiseInText = (text: string, round: Round): string =>
  round === 1
    ? text
    : text.replaceAll(inLine, (_line, head: string, priority: string) => `${head}${raised(Number(priority), round)}`);

export const raiseCandidate = (candidate: Candidate, round: Round): Candidate => ({
  ...candidate,
  candidate: raiseInText(candidate.candidate, round),
});
