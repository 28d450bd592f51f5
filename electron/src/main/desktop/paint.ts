/** The colours that main itself paints with, from the one token file and by the system's theme of the moment. */
import tokens from '@lectern/look/tokens.css?raw';
import { nativeTheme } from 'electron';
import { readColour, toHex, type Rgb } from './colours.ts';

export const themeColour = (token: 'panel' | 'ink' | 'live' | 'warn'): Rgb =>
  readColour(tokens, token, nativeTheme.shouldUseDarkColors ? 'dark' : 'light');

/** What a window shows before its page has painted: the colour the page will have, so that nothing flashes. */
export const windowColour = (): string => toHex(themeColour('panel'));
