/** Reads why Electron could not start from what it wrote. Pure. */

/** How a program ended: its exit code, or the signal that ended it. */
export interface ProgramEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

const known: readonly (readonly [pattern: RegExp, reason: string])[] = [
  [
    /No usable sandbox|SUID sandbox helper|Failed to move to new namespace|credentials\.cc/,
    'Chromium’s sandbox needs user namespaces, and this system allows none to ordinary users',
  ],
  [/Running as root without --no-sandbox/, 'Chromium does not run as root with its sandbox on'],
  [
    /Missing X server|cannot open display|Failed to open Wayland display|ozone_platform/i,
    'the display cannot be opened',
  ],
  [/error while loading shared libraries/, 'a system library is missing; see above'],
];

/** A part of a sentence, such as “the display cannot be opened”. */
export function whyElectronEnded(output: string, { code, signal }: ProgramEnd): string {
  const found = known.find(([pattern]) => pattern.test(output));
  if (found !== undefined) return found[1];
  return signal === null ? `it ended with code ${String(code)}; see above` : `it was ended by ${signal}; see above`;
}
