/** Lectern's mark, from its one source. */
import mark from '@lectern/look/mark.svg?raw';

/** The strokes of the mark, on a grid of 16 units. */
export const MARK_PATH = / d="([^"]+)"/.exec(mark)?.[1] ?? '';
