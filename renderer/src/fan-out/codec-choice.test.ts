/** Which codec a link gets, by its watcher, the picture and the machine. */
import { expect, test } from 'vitest';
import { AV1_CAMERA_PROCESSORS } from '../policy/encoding.ts';
import { chooseCodec, type AnsweringWatcher, type CodecConditions } from './codec-choice.ts';

const decoder = { codec: 'av1', smooth: true, powerEfficient: false };
const able: AnsweringWatcher = { decodes: [{ ...decoder, codec: 'vp8' }, decoder], needsVp8: false };
const screen = { content: 'text', isScreen: true } as const;
const camera = { content: 'motion', isScreen: false } as const;
const small: CodecConditions = { picture: screen, processors: 2, isTooSlow: false };

test('text on a screen is sent in AV1, also by a small machine', () => {
  expect(chooseCodec(able, small)).toBe('av1');
});

test.each([
  ['who has not said what it decodes', { ...able, decodes: undefined }],
  ['who does not decode AV1', { ...able, decodes: [{ ...decoder, codec: 'vp8' }] }],
  ['who does not decode it smoothly', { ...able, decodes: [{ ...decoder, smooth: false }] }],
  ['for whom it has not done before', { ...able, needsVp8: true }],
])('a watcher %s gets VP8', (_who, watcher) => {
  expect(chooseCodec(watcher, small)).toBe('vp8');
});

test('a camera, and motion on a screen, take a machine with more processors', () => {
  for (const picture of [
    camera,
    { content: 'motion', isScreen: true } as const,
    { content: 'text', isScreen: false } as const,
  ]) {
    expect(chooseCodec(able, { ...small, picture, processors: AV1_CAMERA_PROCESSORS - 1 })).toBe('vp8');
    expect(chooseCodec(able, { ...small, picture, processors: AV1_CAMERA_PROCESSORS })).toBe('av1');
  }
});

test('a machine that has been too slow sends VP8', () => {
  expect(chooseCodec(able, { ...small, isTooSlow: true })).toBe('vp8');
});
