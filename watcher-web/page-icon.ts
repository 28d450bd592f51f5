/** The page's icon: the mark, in a grey that shows on light and on dark tabs. */
import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

const FILE_NAME = 'icon.svg';
const MARK = new URL('../look/mark.svg', import.meta.url);
const OWN_COLOUR = 'stroke="currentColor"';
const [ON_LIGHT, ON_DARK] = ['#6b7280', '#e5e7eb'];

/** @throws {Error} If the mark has no stroke to be coloured. */
export function iconOf(mark: string): string {
  if (!mark.includes(OWN_COLOUR)) throw new Error('look/mark.svg is not drawn in the colour of its text');
  const inDark = `<style>@media (prefers-color-scheme:dark){path{stroke:${ON_DARK}}}</style>`;
  return mark.replace(OWN_COLOUR, `stroke="${ON_LIGHT}"`).replace('<path', `${inDark}<path`);
}

const pageIcon = (): string => iconOf(readFileSync(MARK, 'utf8'));

/** Writes the icon beside the page, or serves it while the page is developed. */
export function drawPageIcon(): Plugin {
  return {
    name: 'lectern:page-icon',
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: FILE_NAME, source: pageIcon() });
    },
    configureServer({ middlewares }) {
      middlewares.use(`/${FILE_NAME}`, (_request, response) => {
        response.setHeader('Content-Type', 'image/svg+xml');
        response.end(pageIcon());
      });
    },
  };
}
