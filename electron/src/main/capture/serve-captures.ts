/** The capture part of the bridge: what can be shared, what the page may capture next, and the way to the system's settings. */
import { BrowserWindow, session, shell } from 'electron';
import { release } from 'node:os';
import type { Host } from '@lectern/bridge';
import type { DesktopHandlers } from '../serve-desktop.ts';
import { ShowableError } from '../showable-error.ts';
import type { Allowance } from './allowance.ts';
import { answerCaptures } from './answer-captures.ts';
import { privacyPlace, privacySubjectsOf } from './privacy-places.ts';
import { listScreens } from './screen-list.ts';
import { screenPickerOf } from './screen-picker.ts';
import { systemSoundOf } from './system-sound.ts';

interface Serving {
  readonly allowance: Allowance;
  readonly pageUrl: string;
  readonly log: (message: string) => void;
}

export function serveCaptures(
  serving: Serving,
): Pick<DesktopHandlers, 'listScreens' | 'allowCapture' | 'openPrivacySettings'> {
  const { allowance } = serving;
  answerCaptures(session.defaultSession, serving);
  return {
    listScreens: () => listScreens(BrowserWindow.getAllWindows().map((window) => window.getMediaSourceId())),
    allowCapture: (choice) => allowance.give(choice),
    openPrivacySettings: async (subject) => {
      const place = privacyPlace(process.platform, subject);
      if (place === undefined) throw new ShowableError('This system has no settings for that.');
      await shell.openExternal(place);
    },
  };
}

export function describeCaptures(): Pick<Host, 'screenPicker' | 'systemSound' | 'privacySettings'> {
  const { platform, env } = process;
  return {
    screenPicker: screenPickerOf({ platform, env }),
    systemSound: systemSoundOf({ platform, env, release: release() }),
    privacySettings: privacySubjectsOf(platform),
  };
}
