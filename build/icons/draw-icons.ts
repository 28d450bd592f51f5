/**
 * Draws the icon files of the packages into one folder; none of them is in the repository. electron-builder could convert one PNG by
 * itself, but it downloads a program for that (`app-builder-lib`, toolset `icons`), so the two formats are written here.
 */
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { appIconSvg, type IconShape } from './app-icon.ts';
import { icnsFile, icnsSizes } from './icns.ts';
import { icoFile, icoSizes, type IcoPicture } from './ico.ts';

/** The sizes of the freedesktop icon folders. */
const linuxSizes: readonly number[] = [16, 24, 32, 48, 64, 128, 256, 512];

let ready: Promise<void> | undefined;

async function draw(px: number, shape: IconShape): Promise<IcoPicture> {
  // It may be initialised only once.
  ready ??= readFile(createRequire(import.meta.url).resolve('@resvg/resvg-wasm/index_bg.wasm')).then(initWasm);
  await ready;
  const drawing = new Resvg(appIconSvg(px, shape));
  const picture = drawing.render();
  const drawn = { px, png: picture.asPng(), rgba: picture.pixels };
  picture.free();
  drawing.free();
  return drawn;
}

export async function drawIcons(folder: string): Promise<void> {
  await mkdir(join(folder, 'linux'), { recursive: true });
  const mac = await Promise.all(icnsSizes.map((px) => draw(px, 'mac')));
  await writeFile(join(folder, 'icon.icns'), icnsFile(mac));
  const windows = await Promise.all(icoSizes.map((px) => draw(px, 'full')));
  await writeFile(join(folder, 'icon.ico'), icoFile(windows));
  for (const px of linuxSizes) {
    const { png } = await draw(px, 'full');
    await writeFile(join(folder, 'linux', `${px}x${px}.png`), png);
  }
}
