/**
 * Serves a test page at this network's loopback, as a program: `serve-page-inside.ts FOLDER`.
 * Prints the origin, which browsers of the same network take for secure.
 */
import { servePage } from './serve-page.ts';

const [folder = ''] = process.argv.slice(2);
console.log((await servePage(folder)).origin);
