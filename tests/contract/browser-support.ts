/** MDN's tables of which browser knows what since when, asked for one floor. */
import bcd, { type CompatStatement, type Identifier } from '@mdn/browser-compat-data/forLegacyNode';

/**
 * Phones lag behind "two years back" (Chrome 131, Firefox 132, Safari 18.1), so the floor lies
 * lower.
 */
const FLOOR = { chrome: 109, firefox: 115, safari: 16.4, safari_ios: 16.4 } as const;

/**
 * Those that the page meets; the names of the others are our own words too often to tell anything.
 */
const INTERFACES =
  /^(AbortController|AbortSignal|AudioContext|Blob|Crypto|Document|DocumentPictureInPicture|Element|EventTarget|HTML(Anchor|Button|Canvas|Dialog|Input|Media|Video)?Element|Media.*|Navigator|Node|Performance|PictureInPicture.*|RTC.*|Screen|ScreenOrientation|Storage|URL|URLSearchParams|WakeLock.*|WebSocket|Window)$/;

const numberOf = (version: string | false): number =>
  version === false || version === 'preview' ? Infinity : parseFloat(version.replace('≤', ''));

function isTooNew({ support }: CompatStatement): boolean {
  return Object.entries(FLOOR).some(([browser, floor]) => {
    const statements = [support[browser as keyof typeof FLOOR] ?? []].flat();
    const plain = statements.filter(
      (one) => !one.flags && !one.prefix && !one.alternative_name && !one.version_removed,
    );
    return Math.min(Infinity, ...plain.map(({ version_added }) => numberOf(version_added))) > floor;
  });
}

/**
 * Each name with whether everything that MDN knows under it is too new: `at` of instances,
 * `Object.hasOwn` of what is global.
 */
function membersOf(tree: Identifier, isMet: (owner: string) => boolean): Map<string, boolean> {
  const members = new Map<string, boolean>();
  for (const [owner, entry] of Object.entries(tree).filter(([name]) => isMet(name))) {
    for (const [key, { __compat: compat }] of Object.entries(entry)) {
      if (!compat || key === owner || key.endsWith('_event')) continue;
      const name = isStatic(owner, key) ? `${owner}.${key.replace('_static', '')}` : key;
      members.set(name, (members.get(name) ?? true) && isTooNew(compat));
    }
  }
  return members;
}

function isStatic(owner: string, key: string): boolean {
  const there: unknown = Reflect.get(globalThis, owner);
  const isObject = (typeof there === 'object' || typeof there === 'function') && there !== null;
  return key.endsWith('_static') || (isObject && key in there);
}

export const language = membersOf(bcd.javascript.builtins ?? {}, () => true);
export const browser = membersOf(bcd.api, (owner) => INTERFACES.test(owner));

export const isTooNewGlobal = (name: string): boolean => {
  const { __compat: compat } = bcd.javascript.builtins?.[name] ?? bcd.api[name] ?? {};
  // Shorter ones are what the bundler calls its own.
  return name.length > 3 && compat !== undefined && isTooNew(compat);
};

export const isTooNewEntry = (entry: Identifier | undefined): boolean => {
  const { __compat: compat } = entry ?? {};
  return compat !== undefined && isTooNew(compat);
};

export const cssTables = bcd.css;
