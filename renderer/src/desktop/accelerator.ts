/** A key combination: as pressed, as stored (an Electron accelerator), and as shown. Pure. */

export interface KeyPress {
  readonly code: string;
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

const named: Readonly<Record<string, string>> = {
  Space: 'Space',
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
  Home: 'Home',
  End: 'End',
  PageUp: 'PageUp',
  PageDown: 'PageDown',
  Insert: 'Insert',
  Pause: 'Pause',
};

/** The key's own letter where it has one: it is printed on the key. */
function keyName({ code, key }: KeyPress): string | null {
  if (/^[a-z\d]$/i.test(key)) return key.toUpperCase();
  const letter = /^(?:Key|Digit)([A-Z\d])$/.exec(code)?.[1];
  if (letter !== undefined) return letter;
  return /^F([1-9]|1\d|2[0-4])$/.test(code) ? code : (named[code] ?? null);
}

/** Null while only modifiers are held, or where the combination would interfere with typing. */
export function acceleratorOf(press: KeyPress, isMac: boolean): string | null {
  const name = keyName(press);
  if (name === null) return null;
  const [command, other] = isMac ? [press.metaKey, press.ctrlKey] : [press.ctrlKey, press.metaKey];
  const isEnough = command || other || press.altKey || /^F\d+$/.test(name);
  if (!isEnough) return null;
  const parts = [
    ...(command ? ['CommandOrControl'] : []),
    ...(other ? [isMac ? 'Control' : 'Super'] : []),
    ...(press.altKey ? ['Alt'] : []),
    ...(press.shiftKey ? ['Shift'] : []),
    name,
  ];
  return parts.join('+');
}

/** `Ctrl + Shift + P`, or `⌘ ⇧ P` on a Mac. */
export function acceleratorText(accelerator: string, isMac: boolean): string {
  const keyNames: Readonly<Record<string, string>> = isMac
    ? { CommandOrControl: '⌘', Control: '⌃', Alt: '⌥', Shift: '⇧' }
    : { CommandOrControl: 'Ctrl' };
  return accelerator
    .split('+')
    .map((part) => keyNames[part] ?? part)
    .join(isMac ? ' ' : ' + ');
}
