/** When a machine is too slow for AV1, from successive readings of its encoders. */
import { beforeEach, expect, test } from 'vitest';
import { CODEC_LOAD } from '../../policy/encoding.ts';
import { CodecLoad, type EncoderLoad, type EncoderLoads } from './codec-load.ts';

const light: EncoderLoad = { encodeMs: 8, frameMs: 33, isLimited: false };
const late: EncoderLoad = { ...light, encodeMs: 40 };
const limited: EncoderLoad = { ...light, isLimited: true };

let load: CodecLoad;
let nowMs: number;
beforeEach(() => {
  load = new CodecLoad();
  nowMs = 0;
});

/** Whether AV1 has to go after readings, four a second, of so long. */
function goes(loads: EncoderLoads, isText: boolean, ms: number = CODEC_LOAD.behindMs): boolean {
  let isOver = false;
  for (const endMs = nowMs + ms; nowMs <= endMs; nowMs += 250) isOver = load.observe(loads, isText, nowMs) || isOver;
  return isOver;
}

test('AV1 stays where both encoders keep up, and where there is no AV1', () => {
  expect(goes({ vp8: light, av1: light }, false, 60_000)).toBe(false);
  expect(goes({ vp8: late }, false, 60_000)).toBe(false);
});

test('AV1 goes once its frames have taken too long for three seconds, and not for less', () => {
  expect(goes({ av1: late }, true, CODEC_LOAD.behindMs - 500)).toBe(false);
  expect(goes({ av1: light }, true, 0)).toBe(false);
  expect(goes({ av1: late }, true, CODEC_LOAD.behindMs - 500)).toBe(false);
  expect(goes({ av1: late }, true, 500)).toBe(true);
});

test('a reading without a frame neither shows nor ends it', () => {
  const none: EncoderLoad = { ...light, encodeMs: undefined };
  expect(goes({ av1: late }, true, 1_500)).toBe(false);
  expect(goes({ av1: none }, true, 60_000)).toBe(false);
  expect(goes({ av1: late }, true, 0)).toBe(true);
});

test.each([
  ['AV1 is limited', { vp8: light, av1: limited }],
  ['VP8 is limited', { vp8: limited, av1: light }],
  ['VP8 takes too long', { vp8: late, av1: light }],
])('a machine that does not carry both sends VP8: %s', (_how, loads) => {
  expect(goes(loads, true)).toBe(true);
});

test('alone on a busy machine AV1 stays for text, which VP8 would cost more, and goes for a camera', () => {
  expect(goes({ av1: limited }, true, 60_000)).toBe(false);
  expect(goes({ av1: limited }, false)).toBe(true);
});
