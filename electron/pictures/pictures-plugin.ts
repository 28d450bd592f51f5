/**
 * A Vite plugin: what the main process needs of the look, drawn while building, as the module
 * `virtual:pictures`.
 */
import type { Plugin } from 'vite';
import { readColour } from './colours.ts';
import { drawTrayPictures } from './tray-pictures.ts';

const NAME = 'virtual:pictures';

export const picturesPlugin = (): Plugin => ({
  name: 'lectern:pictures',
  resolveId: (id) => (id === NAME ? NAME : undefined),
  load: async (id) => {
    if (id !== NAME) return undefined;
    const windowColours = { dark: readColour('panel', 'dark'), light: readColour('panel', 'light') };
    const trayPictures = await drawTrayPictures();
    return `export const windowColours = ${JSON.stringify(windowColours)};
export const trayPictures = ${JSON.stringify(trayPictures)};`;
  },
});
