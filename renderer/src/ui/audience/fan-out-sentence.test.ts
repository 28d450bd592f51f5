/** The sentence about the relay, for each of its states. */
import { expect, test } from 'vitest';
import type { RelayState } from '../../fan-out/relay-fan-out.ts';
import { words } from '../words.ts';
import { fanOutSentence } from './fan-out-sentence.ts';

const { fanOut: say } = words;
const base: RelayState = { fanOut: 'direct', reason: null, link: null, digest: null };

test.each<[Partial<RelayState>, string | undefined]>([
  [{}, undefined],
  [{ reason: 'uplink' }, undefined],
  [{ link: 'connected' }, undefined],
  [{ reason: 'relay-lost' }, say.lost],
  [{ fanOut: 'relay', reason: 'uplink', link: 'connected' }, say.relay.uplink],
  [{ fanOut: 'relay', reason: 'setting', link: 'connected' }, say.relay.setting],
  [{ fanOut: 'relay', link: 'negotiating' }, say.relay.setting],
  [{ fanOut: 'relay', reason: 'uplink', link: 'interrupted' }, say.restoring],
  [{ fanOut: 'relay', reason: 'uplink' }, say.restoring],
])('%o', (change, text) => {
  expect(fanOutSentence({ ...base, ...change })?.text).toBe(text);
});
