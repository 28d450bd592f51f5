/**
 * The built page asks no more of a browser than the floor in vite.config.ts: its syntax, what its scripts call, its styles, by MDN's tables. (The
 * compiler holds our own code to ES2022 as well.) What is newer, and is used only where it is there, stands in the lists here.
 */
import { parse, type Node, type Options } from 'acorn';
import { full } from 'acorn-walk';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Rolldown } from 'vite';
import { beforeAll, expect, test, vi } from 'vitest';
import { browser, cssTables, isTooNewEntry, isTooNewGlobal, language } from './browser-support.ts';

const root = join(import.meta.dirname, '../../watcher-web');

/** Of the language, in our code and in what it is built on. */
const LANGUAGE_ASKED_FIRST: readonly string[] = [
  'WebTransport', // Engine.IO asks for it, and is told to use WebSockets only.
  'Error.captureStackTrace', // zod asks for it.
  'displayName', // A word of React's.
];
/** Of the browser, in our own code. */
const BROWSER_ASKED_FIRST: readonly string[] = [
  'AbortSignal.timeout', // Before Chrome 124 it aborts with another name, which nobody reads.
  'jitterBufferTarget',
  'requestVideoFrameCallback',
  // Asked for first in picture-in-picture.ts, other-screens.ts and lit-screen.ts; without them there is no button, or the screen goes dark.
  'exitPictureInPicture',
  'pictureInPictureEnabled',
  'release',
  'released',
  'remote',
  'requestPictureInPicture',
  'wakeLock',
  'timestamp', // Of statistics; the tables have it of encoded frames only.
  'playsInline', // Of iPhones; anywhere else that is a property like any other.
];
/** A browser that does not know these shows the page a little plainer. */
const STYLE_FOR_LOOKS: readonly string[] = [
  'mask', // Its older name with the prefix is there, too.
  'lab', // Behind @supports.
  '-webkit-tap-highlight-color',
  'accent-color',
  'cursor: default',
  'cursor: grab',
  'cursor: grabbing',
  'cursor: none',
  'cursor: pointer',
  'overscroll-behavior',
  'text-wrap',
  'text-wrap: balance',
];

/** What is defined somewhere in the code: a name that is a word of ours (or of zod's) says nothing of the browser. */
function wordsOf(code: string): Set<string> {
  const words = new Set<string>();
  full(parse(code, { ecmaVersion: 'latest', sourceType: 'module' }), (node: Node) => {
    const { key } = node as Partial<NamedNode>;
    if (key?.name !== undefined) words.add(key.name);
  });
  return words;
}

/** Everything in the code that `members` calls too new, and globals that are. */
function tooNewIn(code: string, members: Map<string, boolean>, words: ReadonlySet<string> = new Set()): string[] {
  const found = new Set<string>();
  full(parse(code, { ecmaVersion: 'latest', sourceType: 'module' }), (node: Node) => {
    const { object, property, computed, name } = node as Partial<NamedNode>;
    if (node.type === 'Identifier' && name !== undefined && isTooNewGlobal(name)) found.add(name);
    if (node.type !== 'MemberExpression' || computed === true) return;
    const owned = `${object?.name ?? ''}.${property?.name ?? ''}`;
    const asked = members.has(owned) ? owned : (property?.name ?? '');
    if (members.get(asked) === true && !words.has(asked)) found.add(asked);
  });
  return [...found];
}

interface NamedNode {
  readonly object: { readonly name?: string };
  readonly property: { readonly name?: string };
  readonly key: { readonly name?: string };
  readonly computed: boolean;
  readonly name: string;
}

const sorted = (names: readonly string[]): string[] => [...new Set(names)].toSorted();

let scripts: readonly Rolldown.OutputChunk[];
let styles: string;
let words: ReadonlySet<string>;

beforeAll(async () => {
  vi.stubEnv('NODE_ENV', 'production');
  const result = await build({ root, logLevel: 'error', build: { write: false, sourcemap: false } });
  if (Array.isArray(result) || !('output' in result)) throw new Error('expected one build');
  scripts = result.output.filter((file) => file.type === 'chunk');
  words = new Set(scripts.flatMap(({ code }) => [...wordsOf(code)]));
  styles = result.output
    .filter((file) => file.type === 'asset' && file.fileName.endsWith('.css'))
    .map((file) => (file.type === 'asset' ? String(file.source) : ''))
    .join('\n');
}, 60_000);

test('reads as ES2022, and what speaks to older browsers as ES5', () => {
  const reads = (code: string, options: Options): boolean => parse(code, options).body.length > 0;
  for (const { code } of scripts) expect(reads(code, { ecmaVersion: 2022, sourceType: 'module' })).toBe(true);
  expect(reads(readFileSync(join(root, 'public/old-browser.js'), 'utf8'), { ecmaVersion: 5 })).toBe(true);
});

test('calls nothing of the language that is newer than the floor', () => {
  const found = scripts.flatMap(({ code }) => tooNewIn(code, language, words));
  expect(sorted(found)).toEqual(sorted(LANGUAGE_ASKED_FIRST));
});

test('our own code calls nothing of the browser that is newer than the floor', () => {
  const own = scripts.flatMap(({ modules }) => Object.entries(modules)).filter(([id]) => !id.includes('node_modules'));
  expect(own.length).toBeGreaterThan(10);
  const found = own.flatMap(([, { code }]) => tooNewIn(code ?? '', browser, words));
  expect(sorted(found)).toEqual(sorted(BROWSER_ASKED_FIRST));
});

test.each([
  '[3, 1].toSorted()',
  'Promise.withResolvers()',
  'new Set().union(other)',
  'AbortSignal.any([])',
  'URL.canParse(a)',
])('would find %s', (code) => {
  expect([...tooNewIn(code, language), ...tooNewIn(code, browser)]).toHaveLength(1);
});

test('no style is newer than the floor, save for looks', () => {
  const { properties = {}, selectors = {}, 'at-rules': atRules = {}, types = {} } = cssTables;
  const namesIn = (where: string, pattern: RegExp): string[] =>
    [...where.matchAll(pattern)].map(([, name = '']) => name);
  const outside = styles.replaceAll(/\{[^{}]*\}/g, '{}');
  const rules = [...styles.matchAll(/[{;]([a-z-]+):([^;{}]*)/g)];
  const found = [
    ...namesIn(outside, /:([a-z-]+)/g).flatMap((name) => (isTooNewEntry(selectors[name]) ? `:${name}` : [])),
    ...namesIn(outside, /@([a-z-]+)/g).flatMap((name) => (isTooNewEntry(atRules[name]) ? `@${name}` : [])),
    ...namesIn(styles, /([a-z-]+)\(/g).filter((name) => isTooNewEntry(types[name] ?? types['color']?.[name])),
    ...rules.flatMap(([, name = '']) => (isTooNewEntry(properties[name]) ? name : [])),
    ...rules.flatMap(([, name = '', value = '']) => tooNewValues(name, value)),
  ];
  expect(sorted(found)).toEqual(sorted(STYLE_FOR_LOOKS));
});

const tooNewValues = (name: string, value: string): string[] =>
  value
    .split(/[\s,()]+/)
    .flatMap((word) => (isTooNewEntry(cssTables.properties?.[name]?.[word]) ? `${name}: ${word}` : []));
