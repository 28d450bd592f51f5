/**
 * Captures for the page: what can be shared, what it may capture next, and the system's privacy
 * settings.
 */
import { BrowserWindow, session, shell } from 'electron';
import { release } from 'node:os';
import type { Host } from '@lectern/bridge';
import type { FeatureFor } from '../bridge/feature.ts';
import { ShowableError } from '../bridge/showable-error.ts';
import type { Logger } from '../log/logger.ts';
import { captureWords } from '../words.ts';
import { answerCaptures } from './answer-captures.ts';
import type { CaptureGrant } from './capture-grant.ts';
import { privacyAddress, privacySubjectsOf } from './privacy-settings.ts';
import { listScreens } from './screen-list.ts';
import { screenPickerOf } from './screen-picker.ts';
import { SoundProcess } from './sound-process.ts';
import { soundServerOf } from './sound-server.ts';
import { systemSoundOf } from './system-sound.ts';

interface CaptureOptions {
  readonly grant: CaptureGrant;
  readonly pageUrl: string;
  readonly log: Logger;
}

type CaptureFeature = FeatureFor<'listScreens' | 'allowCapture' | 'openPrivacySettings' | 'reviveSound'>;

export function serveCaptures(options: CaptureOptions): CaptureFeature {
  const { grant, log } = options;
  answerCaptures(session.defaultSession, options);
  const { platform, env } = process;
  // A machine without a sound server has nothing to wait for.
  const hasServer = describeCaptures().systemSound.kind === 'available';
  const soundProcess = new SoundProcess(hasServer ? soundServerOf({ platform, env }) : undefined, log);
  return {
    handlers: {
      listScreens: () => listScreens(BrowserWindow.getAllWindows().map((window) => window.getMediaSourceId())),
      allowCapture: (choice) => grant.give(choice),
      openPrivacySettings: async (subject) => {
        const address = privacyAddress(process.platform, subject);
        if (address === undefined) throw new ShowableError(captureWords.noSettings);
        await shell.openExternal(address);
      },
      reviveSound: (hasDevices) => soundProcess.revive(hasDevices),
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
