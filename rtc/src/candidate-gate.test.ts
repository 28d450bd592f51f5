/** Candidates and descriptions take different ways and arrive in any order. */
import { expect, test } from 'vitest';
import { CandidateGate, type CandidateReceiver } from './candidate-gate.ts';

const gateInto = (taken: string[], refuses = ''): CandidateGate => {
  const taker: CandidateReceiver = {
    async addIceCandidate(candidate) {
      if (candidate?.candidate === refuses) throw new Error('unreadable');
      taken.push(candidate?.candidate ?? '');
    },
  };
  return new CandidateGate(taker);
};

test('a candidate waits for the description of its round', async () => {
  const taken: string[] = [];
  const gate = gateInto(taken);
  await gate.admit(1, { candidate: 'early' });
  expect(taken).toEqual([]);
  await gate.open(1);
  await gate.admit(1, { candidate: 'late' });
  expect(taken).toEqual(['early', 'late']);
});

test('a round gets no candidates of another round', async () => {
  const taken: string[] = [];
  const gate = gateInto(taken);
  await gate.admit(1, { candidate: 'never applied' });
  await gate.admit(3, { candidate: 'of the next' });
  await gate.open(2);
  await gate.admit(1, { candidate: 'overtaken' });
  expect(taken).toEqual([]);
  await gate.open(3);
  expect(taken).toEqual(['of the next']);
});

test('invented candidates are neither held nor tried without limit', async () => {
  const taken: string[] = [];
  const gate = gateInto(taken);
  for (let count = 0; count < 10_000; count += 1) await gate.admit(1e9 + count, { candidate: 'of no round' });
  await gate.admit(1, { candidate: 'early' });
  await gate.open(1);
  for (let count = 0; count < 10_000; count += 1) await gate.admit(1, { candidate: `made up ${count}` });
  expect(taken[0]).toBe('early');
  expect(taken).toHaveLength(128);
  for (const last of [1e9, 1e9 + 9_000]) await gate.open(last);
  expect(taken).toHaveLength(128);
  // The next round has its own.
  await gate.open(2e9);
  await gate.admit(2e9, { candidate: 'of the next' });
  expect(taken.at(-1)).toBe('of the next');
});

test('a candidate that the browser cannot read does not cost the others', async () => {
  const taken: string[] = [];
  const gate = gateInto(taken, 'strange');
  await gate.admit(1, { candidate: 'strange' });
  await gate.admit(1, { candidate: 'plain' });
  await gate.open(1);
  expect(taken).toEqual(['plain']);
});
