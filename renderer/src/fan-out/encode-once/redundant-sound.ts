/**
 * Redundant sound (RFC 2198): a packet repeats the frames before its own, so a lost packet costs
 * nothing where one of the next packets arrives.
 */

/** One Opus frame. */
export interface OpusFrame {
  /** RTP timestamp, in ticks of 48 kHz. */
  readonly ticks: number;
  readonly data: Uint8Array;
}

/** The bounds of a block header, which has 14 bits for the offset and 10 for the length. */
const MAX_OFFSET_TICKS = 2 ** 14 - 1;
const MAX_BLOCK_BYTES = 2 ** 10 - 1;
/**
 * libwebrtc does not split sound into several packets. With all headers this fits into each path's
 * packets.
 */
const MAX_PAYLOAD_BYTES = 1_000;
const BLOCK_HEADER_BYTES = 4;
/** The last block's header, which is the frame's own. */
const OWN_HEADER_BYTES = 1;
const FOLLOWED = 0x80;

/**
 * The payload of a packet with that frame and the frames before it, given oldest first. What does
 * not fit is left out, the oldest first. `opus`: the payload type of Opus on this link.
 */
export function redundantPayload(opus: number, own: OpusFrame, earlier: readonly OpusFrame[]): Uint8Array<ArrayBuffer> {
  const blocks = fitting(own, earlier);
  const bytes = blocks.reduce(
    (sum, { data }) => sum + BLOCK_HEADER_BYTES + data.length,
    OWN_HEADER_BYTES + own.data.length,
  );
  const payload = new Uint8Array(bytes);
  let at = 0;
  for (const { ticks, data } of blocks) {
    const offset = offsetOf(ticks, own.ticks);
    payload.set([FOLLOWED | opus, offset >> 6, ((offset & 0x3f) << 2) | (data.length >> 8), data.length & 0xff], at);
    at += BLOCK_HEADER_BYTES;
  }
  payload[at] = opus;
  at += OWN_HEADER_BYTES;
  for (const { data } of [...blocks, own]) {
    payload.set(data, at);
    at += data.length;
  }
  return payload;
}

/** RTP timestamps wrap around at 32 bits. */
const offsetOf = (earlierTicks: number, ticks: number): number => (ticks - earlierTicks) >>> 0;

function fitting(own: OpusFrame, earlier: readonly OpusFrame[]): readonly OpusFrame[] {
  let leftBytes = MAX_PAYLOAD_BYTES - OWN_HEADER_BYTES - own.data.length;
  const blocks: OpusFrame[] = [];
  for (const frame of earlier.toReversed()) {
    const { length } = frame.data;
    leftBytes -= BLOCK_HEADER_BYTES + length;
    if (leftBytes < 0 || length > MAX_BLOCK_BYTES || offsetOf(frame.ticks, own.ticks) > MAX_OFFSET_TICKS) break;
    blocks.unshift(frame);
  }
  return blocks;
}
