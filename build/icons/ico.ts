/**
 * Writes Windows' icon format. The largest picture is a PNG; smaller ones are bitmaps, which all
 * tools can read.
 */

export interface IcoPicture {
  readonly px: number;
  readonly png: Uint8Array;
  /** Rows from the top, four bytes for each pixel: red, green, blue, alpha. */
  readonly rgba: Uint8Array;
}

export const icoSizes: readonly number[] = [16, 24, 32, 48, 64, 128, 256];

const HEADER_BYTES = 6;
const ENTRY_BYTES = 16;
const BITMAP_HEADER_BYTES = 40;
const BITS_PER_PIXEL = 32;
/** Pictures of this size are PNG. The size 256 is written as 0. */
const PNG_PX = 256;

export function icoFile(pictures: readonly IcoPicture[]): Buffer {
  const images = pictures.map((picture) => (picture.px >= PNG_PX ? Buffer.from(picture.png) : bitmap(picture)));
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(pictures.length, 4);
  let offset = HEADER_BYTES + ENTRY_BYTES * pictures.length;
  const entries = pictures.map(({ px }, index) => {
    const bytes = images[index]?.length ?? 0;
    const entry = Buffer.alloc(ENTRY_BYTES);
    entry.writeUInt8(px % PNG_PX, 0);
    entry.writeUInt8(px % PNG_PX, 1);
    entry.writeUInt16LE(1, 4);
    entry.writeUInt16LE(BITS_PER_PIXEL, 6);
    entry.writeUInt32LE(bytes, 8);
    entry.writeUInt32LE(offset, 12);
    offset += bytes;
    return entry;
  });
  return Buffer.concat([header, ...entries, ...images]);
}

function bitmap({ px, rgba }: IcoPicture): Buffer {
  const header = Buffer.alloc(BITMAP_HEADER_BYTES);
  header.writeUInt32LE(BITMAP_HEADER_BYTES, 0);
  header.writeInt32LE(px, 4);
  // The height includes the mask below the picture.
  header.writeInt32LE(px * 2, 8);
  header.writeUInt16LE(1, 12);
  header.writeUInt16LE(BITS_PER_PIXEL, 14);
  const rows = Array.from({ length: px }, (_, row) => rgba.subarray(row * px * 4, (row + 1) * px * 4));
  const colours = Buffer.concat(rows.toReversed());
  for (let at = 0; at < colours.length; at += 4) {
    const [red = 0, , blue = 0] = colours.subarray(at, at + 3);
    colours[at] = blue;
    colours[at + 2] = red;
  }
  // The mask is all zeros, since alpha is used. Its rows are padded to four bytes.
  const mask = Buffer.alloc(Math.ceil(px / BITS_PER_PIXEL) * 4 * px);
  return Buffer.concat([header, colours, mask]);
}
