/**
 * Writes Apple's icon format: a list of PNG pictures, each with a name that stands for its size.
 */

interface IcnsPicture {
  readonly px: number;
  readonly png: Uint8Array;
}

/**
 * The names by size in pixels. Most sizes have two: their own, and that of half the size on a dense
 * display.
 */
const names: Readonly<Record<number, readonly string[]>> = {
  16: ['icp4'],
  32: ['icp5', 'ic11'],
  64: ['ic12'],
  128: ['ic07'],
  256: ['ic08', 'ic13'],
  512: ['ic09', 'ic14'],
  1024: ['ic10'],
};

export const icnsSizes: readonly number[] = Object.keys(names).map(Number);

const HEADER_BYTES = 8;

export function icnsFile(pictures: readonly IcnsPicture[]): Buffer {
  const parts = pictures.flatMap(({ px, png }) => (names[px] ?? []).map((name) => block(name, png)));
  return block('icns', Buffer.concat(parts));
}

/** A name of four letters, the total length in four bytes, and the content. */
function block(name: string, content: Uint8Array): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header.write(name, 'latin1');
  header.writeUInt32BE(HEADER_BYTES + content.length, 4);
  return Buffer.concat([header, content]);
}
