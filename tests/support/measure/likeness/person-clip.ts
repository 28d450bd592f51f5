/**
 * A clip for Chromium's `--use-file-for-fake-video-capture` that is like a camera's picture:
 * somebody who moves before a still room, with the noise of a sensor, and the number of each frame.
 * Not compressed, so that every frame is known exactly. Its end leads back to its beginning.
 */
import { existsSync } from 'node:fs';
import { mkdir, open, rename, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { seeded } from '../../../../renderer/src/seeded.fixture.ts';
import { clipsFolder } from '../../machine/camera-clip.ts';
import type { GreyPicture } from '../reading/read-letters.ts';
import { BLOCK_PIXELS, blocksOf } from './frame-number.ts';
import { softShades } from './soft-shades.ts';

const [WIDTH, HEIGHT, FPS, FRAMES] = [1280, 720, 30, 240];
const HEADER = `YUV4MPEG2 W${String(WIDTH)} H${String(HEIGHT)} F${String(FPS)}:1 Ip A1:1 C420jpeg\n`;
const FRAME_HEADER = 'FRAME\n';
const LUMA_BYTES = WIDTH * HEIGHT;
const FRAME_BYTES = FRAME_HEADER.length + LUMA_BYTES * 1.5;
/** Head and shoulders. */
const PERSON = { width: 480, height: 640, left: 420, top: 110 } as const;
/** The standard deviation of the noise, of 255: a good webcam in a lit room. */
const NOISE = 2;

export interface PersonClip {
  readonly path: string;
  readonly frames: number;
  readonly fps: number;
  readonly width: number;
  readonly height: number;
  readonly brightnessOf: (number: number) => Promise<GreyPicture>;
}

/** Made once and kept. The name says the version of what is drawn. */
export async function personClip(): Promise<PersonClip> {
  const path = join(clipsFolder, 'person-2.y4m');
  if (!existsSync(path)) {
    await mkdir(clipsFolder, { recursive: true });
    const partial = `${path}.${String(process.pid)}`;
    await write(partial);
    await rename(partial, path);
  }
  return { path, frames: FRAMES, fps: FPS, width: WIDTH, height: HEIGHT, brightnessOf: (number) => read(path, number) };
}

async function read(path: string, number: number): Promise<GreyPicture> {
  const file = await open(path);
  try {
    const grey = new Uint8Array(LUMA_BYTES);
    await file.read(grey, 0, LUMA_BYTES, HEADER.length + number * FRAME_BYTES + FRAME_HEADER.length);
    return { width: WIDTH, height: HEIGHT, grey };
  } finally {
    await file.close();
  }
}

async function write(path: string): Promise<void> {
  const room = softShades(WIDTH, HEIGHT, 31);
  const person = personOf();
  const noise = noiseOf();
  const random = seeded(33);
  const file: FileHandle = await open(path, 'w');
  try {
    await file.write(HEADER);
    const frame = Buffer.alloc(FRAME_BYTES, 128);
    frame.write(FRAME_HEADER);
    const luma = frame.subarray(FRAME_HEADER.length, FRAME_HEADER.length + LUMA_BYTES);
    for (let number = 0; number < FRAMES; number += 1) {
      const turn = (number / FRAMES) * 2 * Math.PI;
      const shades = Float32Array.from(room, (shade) => 30 + 190 * shade);
      draw(person, shades, PERSON.left + 46 * Math.sin(turn * 2), PERSON.top + 12 * Math.sin(turn * 5));
      const from = Math.floor(random() * LUMA_BYTES);
      for (let at = 0; at < LUMA_BYTES; at += 1)
        luma[at] = Math.min(235, Math.max(16, Math.round((shades[at] ?? 0) + (noise[from + at] ?? 0))));
      writeNumber(luma, number);
      await file.write(frame);
    }
  } finally {
    await file.close();
  }
}

interface Person {
  readonly shades: Float32Array;
  /** 1 inside, 0 outside, with a soft edge. */
  readonly shares: Float32Array;
}

function personOf(): Person {
  const { width, height } = PERSON;
  const shares = new Float32Array(width * height);
  for (let at = 0; at < shares.length; at += 1) {
    const [x, y] = [(at % width) / width - 0.5, Math.floor(at / width) / height];
    const head = 1 - Math.hypot(x / 0.24, (y - 0.3) / 0.27);
    const shoulders = 1 - Math.hypot(x / 0.5, (y - 1.05) / 0.5);
    shares[at] = Math.min(1, Math.max(0, Math.max(head, shoulders) * 25));
  }
  return { shades: softShades(width, height, 32).map((shade) => 60 + 170 * shade), shares };
}

/** At places between pixels, as motion is: each pixel is mixed from the four around it. */
function draw({ shades, shares }: Person, onto: Float32Array, left: number, top: number): void {
  const { width, height } = PERSON;
  const [column, row] = [Math.floor(left), Math.floor(top)];
  const [across, down] = [left - column, top - row];
  const mixed = (values: Float32Array, at: number): number => {
    const above = (values[at] ?? 0) * (1 - across) + (values[at + 1] ?? 0) * across;
    const below = (values[at + width] ?? 0) * (1 - across) + (values[at + width + 1] ?? 0) * across;
    return above * (1 - down) + below * down;
  };
  for (let y = 0; y < height - 1 && row + y < HEIGHT; y += 1) {
    for (let x = 0; x < width - 1; x += 1) {
      const at = y * width + x;
      const share = mixed(shares, at);
      if (share === 0) continue;
      const target = (row + y) * WIDTH + column + x;
      onto[target] = (onto[target] ?? 0) * (1 - share) + mixed(shades, at) * share;
    }
  }
}

/** Twice a frame's pixels, so that every frame begins at another place. */
function noiseOf(): Float32Array {
  const random = seeded(34);
  // The sum of four even values is close to a normal one, and has a variance of a third.
  return Float32Array.from(
    { length: LUMA_BYTES * 2 },
    () => (random() + random() + random() + random() - 2) * Math.sqrt(3) * NOISE,
  );
}

function writeNumber(luma: Uint8Array, number: number): void {
  blocksOf(number).forEach((isWhite, block) => {
    for (let y = HEIGHT - BLOCK_PIXELS; y < HEIGHT; y += 1) {
      const from = y * WIDTH + block * BLOCK_PIXELS;
      luma.fill(isWhite ? 235 : 16, from, from + BLOCK_PIXELS);
    }
  });
}
