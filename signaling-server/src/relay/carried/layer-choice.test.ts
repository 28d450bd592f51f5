/** Which layer a watcher of the relay gets, by its reports. */
import { expect, test } from 'vitest';
import { relay } from '../../relay-policy.ts';
import { choose, firstChoice, type LayerChoice } from './layer-choice.ts';

const policy = relay.layers;
const REPORT_MS = 2_000;
const fine = { freezes: 0, fps: 30, droppedFrames: 0, page: 'shown' } as const;
const frozen = { ...fine, freezes: 1, fps: 4 } as const;

const at = (nowMs: number) => ({ highest: 2, nowMs, policy });

/** One report every two seconds; `carried` is the best layer that the line carries. */
function run(carried: (atMs: number) => number, forMs: number, highest = 2) {
  let choice: LayerChoice = firstChoice(2, 0);
  const layers: number[] = [];
  for (let nowMs = REPORT_MS; nowMs <= forMs; nowMs += REPORT_MS) {
    choice = choose(choice, choice.layer > carried(nowMs) ? frozen : fine, { highest, nowMs, policy });
    layers.push(choice.layer);
  }
  return layers;
}

test('a line that carries the best layer keeps it', () => {
  expect(new Set(run(() => 2, 60_000))).toEqual(new Set([2]));
});

test('one that does not steps down by one, and tries again less and less often', () => {
  const layers = run(() => 1, 300_000);
  const tries = (from: number, to: number) =>
    layers.slice(from, to).filter((layer, index, all) => layer === 2 && all[index - 1] === 1).length;
  const inMinute = 60_000 / REPORT_MS;
  expect(tries(0, inMinute)).toBeGreaterThan(0);
  expect(tries(4 * inMinute, 5 * inMinute)).toBeLessThanOrEqual(1);
  expect(Math.min(...layers)).toBe(1);
});

test('a line that becomes worse gets the lowest, and what it carries again when it is better', () => {
  const layers = run((atMs) => (atMs > 20_000 && atMs < 60_000 ? 0 : 2), 180_000);
  expect(layers[30_000 / REPORT_MS]).toBe(0);
  expect(layers.at(-1)).toBe(2);
});

test('the reports right after a change are about the layer before', () => {
  const down = choose(firstChoice(2, 0), frozen, at(policy.settlesMs));
  expect(down.layer).toBe(1);
  expect(choose(down, frozen, at(policy.settlesMs + REPORT_MS)).layer).toBe(1);
});

test('what the watcher wants bounds it at once, whatever it reports', () => {
  expect(choose(firstChoice(2, 0), fine, { ...at(1), highest: 0 }).layer).toBe(0);
  expect(new Set(run(() => 2, 60_000, 1))).toEqual(new Set([1]));
});

test('a hidden page says nothing about its line, and a slow device gets less', () => {
  const hidden = { ...frozen, page: 'hidden' } as const;
  expect(choose(firstChoice(2, 0), hidden, at(10_000)).layer).toBe(2);
  const slow = { ...fine, fps: 8, droppedFrames: 40 };
  expect(choose(firstChoice(2, 0), slow, at(10_000)).layer).toBe(1);
});
