/**
 * The built page needs no newer browser than the minimum in vite.config.ts: its syntax, the APIs
 * its scripts call and its styles are compared with MDN's tables. The lists here name newer
 * features that the page uses only if the browser has them.
 */
import { parse, type Node, type Options } from 'acorn';
import { full } from 'acorn-walk';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Rolldown } from 'vite';
import { beforeAll, expect, test, vi } from 'vitest';
import { browser, cssTables, isTooNewEntry, isTooNewGlobal, language } from './browser-support.ts';

const root = join(import.meta.dirname, '../../watcher-web');

/** Features of the language, in our code and in libraries. */
const OPTIONAL_LANGUAGE: readonly string[] = [
  'Error.captureStackTrace', // zod checks for it.
  'displayName', // A property of React components.
  'ClipboardItem', // copy-to-clipboard needs it for formats other than text.
];
/** Features of the browser, in our own code. */
const OPTIONAL_BROWSER: readonly string[] = [
  'AbortSignal.timeout', // Before Chrome 124 its error has another name, which is never read.
  'jitterBufferTarget',
  'requestVideoFrameCallback',
  // Checked for in picture-in-picture.ts, other-screens.ts and lit-screen.ts: without them a button
  // is missing or the screen dims.
  'pictureInPictureEnabled',
  'release',
  'released',
  'remote',
  'requestPictureInPicture',
  'wakeLock',
  'timestamp', // Of statistics; the tables list it for encoded frames only.
  'transform', // Of styles; the tables list it for encoded frames only.
  'relayProtocol', // Without it the page names no transport to TURN.
  'playsInline', // Used by iPhones; without effect elsewhere.
  'WakeLock', // A class of ours.
];
/** Without these the page looks a little plainer. */
const OPTIONAL_STYLE: readonly string[] = [
  'mask', // The prefixed name is set as well.
  'lab', // Behind @supports.
  '-webkit-tap-highlight-color',
  'accent-color',
  'cursor: default',
  'cursor: grab',
  'cursor: grabbing',
  'cursor: none',
  'cursor: pointer',
  'font-family: ui-monospace',
  'overscroll-behavior',
  'text-wrap',
  'text-wrap: balance',
  'user-select', // For the debug log.
];

/** Names that the code itself defines: their use does not show a use of the browser's feature. */
function namesDefinedIn(code: string): Set<string> {
  const ownNames = new Set<string>();
  full(parse(code, { ecmaVersion: 'latest', sourceType: 'module' }), (node: Node) => {
    const { key } = node as Partial<NamedNode>;
    if (key?.name !== undefined) ownNames.add(key.name);
  });
  return ownNames;
}

/** Members that `members` marks as too new, and globals that are too new. */
function tooNewIn(code: string, members: Map<string, boolean>, ownNames: ReadonlySet<string> = new Set()): string[] {
  const found = new Set<string>();
  full(parse(code, { ecmaVersion: 'latest', sourceType: 'module' }), (node: Node) => {
    const { object, property, computed, name } = node as Partial<NamedNode>;
    if (node.type === 'Identifier' && name !== undefined && isTooNewGlobal(name)) found.add(name);
    if (node.type !== 'MemberExpression' || computed === true || property?.type === 'PrivateIdentifier') return;
    const owned = `${object?.name ?? ''}.${property?.name ?? ''}`;
    const member = members.has(owned) ? owned : (property?.name ?? '');
    if (members.get(member) === true && !ownNames.has(member)) found.add(member);
  });
  return [...found];
}

interface NamedNode {
  readonly object: { readonly name?: string };
  readonly property: { readonly type: string; readonly name?: string };
  readonly key: { readonly name?: string };
  readonly computed: boolean;
  readonly name: string;
}

const sorted = (names: readonly string[]): string[] => [...new Set(names)].toSorted();

let scripts: readonly Rolldown.OutputChunk[];
let styles: string;
let ownNames: ReadonlySet<string>;

beforeAll(async () => {
  vi.stubEnv('NODE_ENV', 'production');
  const result = await build({ root, logLevel: 'error', build: { write: false, sourcemap: false } });
  if (Array.isArray(result) || !('output' in result)) throw new Error('expected one build');
  scripts = result.output.filter((file) => file.type === 'chunk');
  ownNames = new Set(scripts.flatMap(({ code }) => [...namesDefinedIn(code)]));
  styles = result.output
    .filter((file) => file.type === 'asset' && file.fileName.endsWith('.css'))
    .map((file) => (file.type === 'asset' ? String(file.source) : ''))
    .join('\n');
}, 60_000);

test('the scripts parse as ES2022, and the script for older browsers as ES5', () => {
  const parses = (code: string, options: Options): boolean => parse(code, options).body.length > 0;
  for (const { code } of scripts) expect(parses(code, { ecmaVersion: 2022, sourceType: 'module' })).toBe(true);
  expect(parses(readFileSync(join(root, 'public/old-browser.js'), 'utf8'), { ecmaVersion: 5 })).toBe(true);
});

test('the scripts use no newer language features than the minimum', () => {
  const found = scripts.flatMap(({ code }) => tooNewIn(code, language, ownNames));
  expect(sorted(found)).toEqual(sorted(OPTIONAL_LANGUAGE));
});

test('our own code uses no newer browser features than the minimum', () => {
  const own = scripts.flatMap(({ modules }) => Object.entries(modules)).filter(([id]) => !id.includes('node_modules'));
  expect(own.length).toBeGreaterThan(10);
  const found = own.flatMap(([, { code }]) => tooNewIn(code ?? '', browser, ownNames));
  expect(sorted(found)).toEqual(sorted(OPTIONAL_BROWSER));
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

test('the styles use no newer features than the minimum, except for looks', () => {
  const { properties = {}, selectors = {}, 'at-rules': atRules = {}, types = {} } = cssTables;
  const namesIn = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, name = '']) => name);
  const outside = styles.replaceAll(/\{[^{}]*\}/g, '{}');
  const rules = [...styles.matchAll(/[{;]([a-z-]+):([^;{}]*)/g)];
  const found = [
    ...namesIn(outside, /:([a-z-]+)/g).flatMap((name) => (isTooNewEntry(selectors[name]) ? `:${name}` : [])),
    ...namesIn(outside, /@([a-z-]+)/g).flatMap((name) => (isTooNewEntry(atRules[name]) ? `@${name}` : [])),
    ...namesIn(styles, /([a-z-]+)\(/g).filter((name) => isTooNewEntry(types[name] ?? types['color']?.[name])),
    ...rules.flatMap(([, name = '']) => (isTooNewEntry(properties[name]) ? name : [])),
    ...rules.flatMap(([, name = '', value = '']) => tooNewValues(name, value)),
  ];
  expect(sorted(found)).toEqual(sorted(OPTIONAL_STYLE));
});

const tooNewValues = (name: string, value: string): string[] =>
  value
    .split(/[\s,()]+/)
    .flatMap((word) => (isTooNewEntry(cssTables.properties?.[name]?.[word]) ? `${name}: ${word}` : []));
