/**
 * Where the built watcher page lies. Files in `src/` and the bundle in `dist/` are equally deep, so
 * one path serves both.
 */
import { join } from 'node:path';

export const builtPageDir = join(import.meta.dirname, '../../watcher-web/dist');
