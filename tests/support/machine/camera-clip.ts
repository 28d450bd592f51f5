/** Clips for Chromium's `--use-file-for-fake-video-capture`, generated once and kept. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Making them takes seconds, so later runs use them again. */
export const clipsFolder = join(import.meta.dirname, '../../../node_modules/.cache/lectern/clips');

const pictures = {
  /** A calm slide, for screenshots. */
  calm: [
    'gradients=s=1280x720:r=30:c0=0x1b2a4a:c1=0x3b4a6b:c2=0x8a6f5a:c3=0x24324f:n=4:speed=0.006:d=8:x0=0:y0=0:x1=1280:y1=720',
    "drawtext=text='Waves and light':fontcolor=white:fontsize=96:x=110:y=270",
    "drawtext=text='Lecture 4':fontcolor=white@0.7:fontsize=44:x=114:y=400",
  ].join(','),
  /**
   * Everything moves, and a card with sharp edges flies over it, so that an encoder uses its whole
   * bitrate. Still, 1.8 Mbit/s carry it at full size, also after a slow start: WebRTC only scales
   * up again while the picture is coded finely. It plays forwards and backwards, since the cut of a
   * loop costs frames.
   */
  motion: [
    'gradients=s=1280x720:r=30:n=8:speed=0.02:seed=3:d=3[back]',
    'testsrc2=s=240x136:r=30:d=3[card]',
    "[back][card]overlay=x='520+400*sin(t*2)':y='290+220*cos(t*2)',split[forth][copy]",
    '[copy]reverse[again]',
    '[forth][again]concat',
  ].join(';'),
} as const;

/** Gives the path of the clip, an MJPEG of 1280×720 at 30 frames a second. */
export const clip = (name: keyof typeof pictures): Promise<string> => madeClip(name, pictures[name]);

/**
 * A still camera of that size: red above, lime below, blue at the left, yellow at the right, and a
 * white disc in the middle, half as high as the shorter side. `picture-edges.ts` reads it.
 */
export function edgesClip(width: number, height: number): Promise<string> {
  const disc = `hypot(X-W/2\\,Y-H/2)\\,${Math.round(Math.min(width, height) / 4)}`;
  const plane = (name: string): string => `${name}='if(lt(${disc})\\,255\\,${name}(X\\,Y))'`;
  const picture = [
    `color=gray:s=${width}x${height}:r=30:d=0.2`,
    'drawbox=0:0:iw:ih/10:red:fill',
    'drawbox=0:ih*9/10:iw:ih/10:lime:fill',
    'drawbox=0:ih/10:iw/10:ih*8/10:blue:fill',
    'drawbox=iw*9/10:ih/10:iw/10:ih*8/10:yellow:fill',
    // In planes of full size.
    'format=gbrp',
    `geq=${plane('r')}:${plane('g')}:${plane('b')}`,
  ].join(',');
  return madeClip(`edges-${width}x${height}`, picture);
}

async function madeClip(name: string, picture: string): Promise<string> {
  const path = join(clipsFolder, `${name}.mjpeg`);
  if (existsSync(path)) return path;
  await mkdir(clipsFolder, { recursive: true });
  const partial = `${path}.${process.pid}.mjpeg`;
  await promisify(execFile)('ffmpeg', [
    '-v',
    'error',
    '-f',
    'lavfi',
    '-i',
    picture,
    '-pix_fmt',
    'yuvj420p',
    '-q:v',
    '4',
    '-y',
    partial,
  ]);
  await rename(partial, path);
  return path;
}
