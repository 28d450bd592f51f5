/** The bytes of a redundant packet, and when earlier frames are left out. */
import { describe, expect, it } from 'vitest';
import { redundantPayload, type OpusFrame } from './redundant-sound.ts';

const OPUS = 111;
const FRAME_TICKS = 960;

interface Block {
  readonly payloadType: number;
  readonly offset: number;
  readonly data: number[];
}

/** Reads a payload as RFC 2198, section 3, has it. */
function blocksIn(payload: Uint8Array): Block[] {
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
  const headers: { readonly payloadType: number; readonly offset: number; readonly length: number }[] = [];
  let at = 0;
  while ((view.getUint8(at) & 0x80) !== 0) {
    const word = view.getUint32(at);
    headers.push({ payloadType: (word >>> 24) & 0x7f, offset: (word >>> 10) & 0x3fff, length: word & 0x3ff });
    at += 4;
  }
  const ownType = view.getUint8(at);
  at += 1;
  const blocks = headers.map(({ payloadType, offset, length }) => {
    const data = [...payload.subarray(at, at + length)];
    at += length;
    return { payloadType, offset, data };
  });
  return [...blocks, { payloadType: ownType, offset: 0, data: [...payload.subarray(at)] }];
}

const frame = (number: number, bytes: number): OpusFrame => ({
  ticks: (number * FRAME_TICKS) >>> 0,
  data: new Uint8Array(bytes).fill(number),
});
const block = (number: number, bytes: number, offset: number): Block => ({
  payloadType: OPUS,
  offset,
  data: Array.from({ length: bytes }, () => number),
});

describe('a redundant payload', () => {
  it('has the earlier frames before its own, each with its distance in time', () => {
    const payload = redundantPayload(OPUS, frame(9, 80), [frame(7, 300), frame(8, 70)]);
    expect(blocksIn(payload)).toEqual([block(7, 300, 1_920), block(8, 70, 960), block(9, 80, 0)]);
  });

  it('without earlier frames has its own alone', () => {
    expect(blocksIn(redundantPayload(OPUS, frame(9, 80), []))).toEqual([block(9, 80, 0)]);
  });

  it('measures the distance over the end of the timestamps', () => {
    const before: OpusFrame = { ticks: 2 ** 32 - FRAME_TICKS, data: Uint8Array.of(1, 2) };
    expect(blocksIn(redundantPayload(OPUS, { ticks: 0, data: Uint8Array.of(3) }, [before]))[0]?.offset).toBe(960);
  });

  it('leaves out the oldest frame where all of them would be too large for one packet', () => {
    const payload = redundantPayload(OPUS, frame(9, 400), [frame(7, 400), frame(8, 400)]);
    expect(blocksIn(payload)).toEqual([block(8, 400, 960), block(9, 400, 0)]);
  });

  it('leaves out frames from before a gap, which are too far away to be described', () => {
    const payload = redundantPayload(OPUS, frame(30, 10), [frame(7, 10), frame(29, 10)]);
    expect(blocksIn(payload)).toEqual([block(29, 10, 960), block(30, 10, 0)]);
  });
});
