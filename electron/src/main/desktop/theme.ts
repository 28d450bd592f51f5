/** The system's present theme, and the colours that the main process itself uses. */
import { nativeTheme } from 'electron';
import { windowColours } from 'virtual:pictures';

export const theme = (): 'dark' | 'light' => (nativeTheme.shouldUseDarkColors ? 'dark' : 'light');

/** The colour of a window before its page has painted: the page's own, so that nothing flashes. */
export const windowColour = (): string => windowColours[theme()];
