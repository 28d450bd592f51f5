/**
 * Every word of the presenter UI: the window, the control strip, and what a browser tab adds. Those
 * of each area are in `words/`. They import nothing else and decide nothing: a second language is
 * one more object of the type `Words`. Numbers arrive formatted, from `figures.ts`.
 */
import { audienceWords } from './words/audience.ts';
import { browserWords } from './words/browser.ts';
import { publishingWords } from './words/publishing.ts';
import { recordingWords } from './words/recording.ts';
import { notSaved } from './words/sentences.ts';
import { servicesWords } from './words/services.ts';
import { settingsWords } from './words/settings.ts';
import { sourcesWords } from './words/sources.ts';
import { stageWords } from './words/stage.ts';
import { windowWords } from './words/window.ts';

const unsaved = (reason: string) => ({
  changes: `${reason}, so your latest changes work now but are lost when you quit.`,
  link: `${reason}, so this room works now but its link is lost when you quit.`,
});

export const words = {
  app: 'Lectern',
  cannotStart: 'Lectern can’t start here.',
  settings: 'Settings',
  cancel: 'Cancel',
  dismiss: 'Dismiss',
  done: 'Done',
  openSystemSettings: 'Open system settings',
  notSaved,
  /** Something could not be saved, and is tried again. */
  unsaved: {
    'disk-full': unsaved('The disk is full'),
    'not-writable': unsaved('Lectern can’t save anything right now'),
  },
  didNotWork: 'That didn’t work. Try again.',

  ...windowWords,
  ...stageWords,
  ...sourcesWords,
  ...audienceWords,
  ...recordingWords,
  ...publishingWords,
  ...settingsWords,
  ...servicesWords,
  ...browserWords,
};

export type Words = typeof words;
