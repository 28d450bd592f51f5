/** The colours that the main process itself uses, from the design tokens and for the system's present theme. */
import tokens from '@lectern/look/tokens.css?raw';
import { nativeTheme } from 'electron';
import { readColour, toHex, type Rgb } from './colours.ts';

export const themeColour = (token: 'panel' | 'ink' | 'live' | 'warn'): Rgb =>
  readColour(tokens, token, nativeTheme.shouldUseDarkColors ? 'dark' : 'light');

/** The colour of a window before its page has painted: the page's own, so that nothing flashes. */
export const windowColour = (): string => toHex(themeColour('panel'));
