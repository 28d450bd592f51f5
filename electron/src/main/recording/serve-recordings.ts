/**
 * Recordings for the page: the system's folders and dialogs, and what happens to a recording when
 * page or app end.
 */
import { app, dialog, shell, type BrowserWindow, type WebContents } from 'electron';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { RecordingFolder } from '@lectern/bridge';
import type { FeatureFor } from '../bridge/feature.ts';
import type { recordingArguments } from '../bridge/recording-arguments.ts';
import { send } from '../bridge/serve-desktop.ts';
import { ShowableError } from '../bridge/showable-error.ts';
import type { Saving } from '../files/saving.ts';
import { reasonOf, type Logger } from '../log/logger.ts';
import { FINISH_ON_QUIT_TIMEOUT_MS, LAST_SECOND_TIMEOUT_MS } from '../policy.ts';
import type { SettingsFile } from '../settings/settings-file.ts';
import { recordingWords } from '../words.ts';
import { readFreeBytes } from './disk-space.ts';
import { exists } from './free-path.ts';
import { Recordings } from './recordings.ts';
import { runSeekableProcess } from './run-seekable-process.ts';
import { UnfinishedList } from './unfinished-list.ts';

interface RecordingsOptions {
  /** The window whose page records. */
  readonly window: BrowserWindow;
  readonly settings: SettingsFile;
  readonly saving: Saving;
  readonly log: Logger;
}

type RecordingsFeature = FeatureFor<keyof typeof recordingArguments>;

/** Call it after any other feature that may prevent the window from closing. */
export function serveRecordings({ window, settings, saving, log }: RecordingsOptions): RecordingsFeature {
  const folder = (): string => settings.current.recordingFolder ?? join(app.getPath('videos'), 'Lectern');
  const unfinished = new UnfinishedList(app.getPath('userData'), saving, log);
  const recordings = new Recordings({ folder, unfinished, makeSeekable: runSeekableProcess, log });
  recordings.recover().catch((error: unknown) => log.error(`could not look for recordings: ${reasonOf(error)}`));
  finishBeforeQuit(recordings, log);
  finishWithPage(window.webContents, recordings, log);
  finishBeforeClose(window, recordings);
  const describeFolder = async (): Promise<RecordingFolder> => {
    // Where it cannot be made, starting a recording says so.
    await mkdir(folder(), { recursive: true }).catch((error: unknown) => log.debug(`no folder: ${reasonOf(error)}`));
    return { folder: folder(), freeBytes: await readFreeBytes(folder()) };
  };
  return {
    handlers: {
      startRecording: (title) => recordings.start(title),
      writeRecording: (bytes) => recordings.write(bytes),
      finishRecording: () => recordings.finish(),
      claimInterruptedRecordings: () => recordings.claimInterrupted(),
      showRecording: async (path) => {
        if (!recordings.isSaved(path)) throw new ShowableError(recordingWords.notOurs);
        if (!(await exists(path))) throw new ShowableError(recordingWords.gone);
        shell.showItemInFolder(path);
      },
      describeRecordingFolder: describeFolder,
      chooseRecordingFolder: async () => {
        const { filePaths } = await dialog.showOpenDialog(window, {
          title: recordingWords.folderTitle,
          defaultPath: folder(),
          properties: ['openDirectory', 'createDirectory'],
        });
        const [chosen] = filePaths;
        if (chosen === undefined) return null;
        settings.update({ recordingFolder: chosen });
        return describeFolder();
      },
    },
  };
}

/** A page that is loaded again or has crashed sends no more of its recording. */
function finishWithPage(contents: WebContents, recordings: Recordings, log: Logger): void {
  const abandon = (): void => {
    recordings.abandon().catch((error: unknown) => log.warn(`the next start finishes a recording: ${reasonOf(error)}`));
  };
  contents.on('render-process-gone', abandon);
  contents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
    if (isMainFrame && !isSameDocument) abandon();
  });
}

/** The page still has up to a second of the recording, which it sends before its window closes. */
function finishBeforeClose(window: BrowserWindow, recordings: Recordings): void {
  let timeout: NodeJS.Timeout | undefined;
  window.on('close', (event) => {
    if (event.defaultPrevented || !recordings.isOpen || timeout !== undefined) return;
    event.preventDefault();
    const close = (): void => {
      clearTimeout(timeout);
      if (!window.isDestroyed()) window.close();
    };
    timeout = setTimeout(close, LAST_SECOND_TIMEOUT_MS);
    recordings.onceClosed(close);
    send(window, 'recordingMustFinish', null);
  });
}

function finishBeforeQuit(recordings: Recordings, log: Logger): void {
  let timeout: NodeJS.Timeout | undefined;
  app.on('will-quit', (event) => {
    if (timeout !== undefined || !recordings.isBusy) return;
    event.preventDefault();
    timeout = setTimeout(() => app.quit(), FINISH_ON_QUIT_TIMEOUT_MS);
    recordings
      .abandon()
      .then(() => recordings.settle())
      .catch((error: unknown) => log.warn(`the next start finishes a recording: ${reasonOf(error)}`))
      .finally(() => {
        clearTimeout(timeout);
        app.quit();
      });
  });
}
