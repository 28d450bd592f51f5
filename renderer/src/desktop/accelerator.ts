/** A combination of keys as it is pressed, as it is kept (Electron's words), and as it is shown. Pure. */

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

/** By the key's letter, where it has one: that is what stands on it. */
function keyName({ code, key }: KeyPress): string | null {
  if (/^[a-z\d]$/i.test(key)) return key.toUpperCase();
  const letter = /^(?:Key|Digit)([A-Z\d])$/.exec(code)?.[1];
  if (letter !== undefined) return letter;
  return /^F([1-9]|1\d|2[0-4])$/.test(code) ? code : (named[code] ?? null);
}

/** Null while only modifiers are held, or where the combination would be in the way of typing. */
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

export function acceleratorWords(accelerator: string | null, isMac: boolean): string {
  if (accelerator === null) return 'None';
  const words: Readonly<Record<string, string>> = isMac
    ? { CommandOrControl: '⌘', Control: '⌃', Alt: '⌥', Shift: '⇧' }
    : { CommandOrControl: 'Ctrl' };
  return accelerator
    .split('+')
    .map((part) => words[part] ?? part)
    .join(isMac ? ' ' : ' + ');
}
