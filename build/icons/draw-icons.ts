/**
 * Draws the icon files of the packages into one folder; none of them is in the repository.
 * electron-builder could convert one PNG by itself, but it downloads a program for that
 * (`app-builder-lib`, toolset `icons`), so the two formats are written here.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { drawSvg } from '../../electron/pictures/draw-svg.ts';
import { appIconSvg, type IconShape } from './app-icon.ts';
import { icnsFile, icnsSizes } from './icns.ts';
import { icoFile, icoSizes, type IcoPicture } from './ico.ts';

/** The sizes of the freedesktop icon folders. */
const linuxSizes: readonly number[] = [16, 24, 32, 48, 64, 128, 256, 512];

async function draw(px: number, shape: IconShape): Promise<IcoPicture> {
  return { px, ...(await drawSvg(appIconSvg(px, shape))) };
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
