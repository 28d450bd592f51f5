/**
 * RTP of a picture in VP8 (RFC 7741) and of sound, as an encoder would send it: headers and sizes are real, and
 * what stands for encoded data is zeros. Nothing that forwards packets can tell.
 */

export interface StreamOptions {
  readonly ssrc: number;
  readonly payloadType: number;
}

const HEADER_BYTES = 12;
export const FRAMES_PER_SECOND = 30;
const CLOCK_HZ = 90_000;
/** As Chromium fills its packets. */
const MAX_PAYLOAD_BYTES = 1_100;
const WIDTH = 1280;
const HEIGHT = 720;

/** Sequence numbers and timestamps begin anywhere (RFC 3550, section 5.1); here at zero. */
class RtpWriter {
  readonly #options: StreamOptions;
  #sequence = 0;

  constructor(options: StreamOptions) {
    this.#options = options;
  }

  packet(payload: Uint8Array, timestamp: number, isLast: boolean): Buffer {
    const packet = Buffer.alloc(HEADER_BYTES + payload.length);
    packet[0] = 0x80;
    packet[1] = this.#options.payloadType | (isLast ? 0x80 : 0);
    packet.writeUInt16BE(this.#sequence, 2);
    packet.writeUInt32BE(timestamp % 2 ** 32, 4);
    packet.writeUInt32BE(this.#options.ssrc, 8);
    packet.set(payload, HEADER_BYTES);
    this.#sequence = (this.#sequence + 1) % 2 ** 16;
    return packet;
  }
}

/** Thirty frames a second of 1280×720. */
export class PictureStream {
  readonly #writer: RtpWriter;
  readonly #frameBytes: number;
  #frames = 0;

  constructor(options: StreamOptions, kbps: number) {
    this.#writer = new RtpWriter(options);
    this.#frameBytes = Math.round((kbps * 1_000) / 8 / FRAMES_PER_SECOND);
  }

  /** The packets of the next frame. One frame in a second is a key frame. */
  next(): Buffer[] {
    const isKeyFrame = this.#frames % FRAMES_PER_SECOND === 0;
    const timestamp = Math.round((this.#frames * CLOCK_HZ) / FRAMES_PER_SECOND);
    const pictureId = this.#frames % 2 ** 15;
    this.#frames += 1;
    const count = Math.max(1, Math.ceil(this.#frameBytes / MAX_PAYLOAD_BYTES));
    const bytes = Math.ceil(this.#frameBytes / count);
    return Array.from({ length: count }, (_, index) => {
      const payload = new Uint8Array(bytes);
      // X and, at the start of the frame, S; then I with a picture id of 15 bits.
      payload.set([index === 0 ? 0x90 : 0x80, 0x80, 0x80 | (pictureId >> 8), pictureId & 0xff]);
      if (index === 0) payload.set(isKeyFrame ? keyFrameHeader : interFrameHeader, 4);
      return this.#writer.packet(payload, timestamp, index === count - 1);
    });
  }
}

const keyFrameHeader = [0x10, 0, 0, 0x9d, 0x01, 0x2a, WIDTH & 0xff, WIDTH >> 8, HEIGHT & 0xff, HEIGHT >> 8];
const interFrameHeader = [0x11, 0, 0];

/** Fifty packets a second of Opus. */
export class SoundStream {
  static readonly packetMs = 20;
  readonly #writer: RtpWriter;
  readonly #payload = new Uint8Array(80);
  #packets = 0;

  constructor(options: StreamOptions) {
    this.#writer = new RtpWriter(options);
    // Of one frame of 20 ms in stereo, from the codec for music (RFC 6716, section 3.1).
    this.#payload[0] = 0xfc;
  }

  next(): Buffer {
    this.#packets += 1;
    return this.#writer.packet(this.#payload, this.#packets * 960, false);
  }
}
