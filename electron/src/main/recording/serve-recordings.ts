/** Recordings for the bridge: the system's folders and dialogs around them, and what happens to them when the page or the app ends. */
import { app, dialog, shell, type BrowserWindow, type WebContents } from 'electron';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { RecordingPlace } from '@lectern/bridge';
import { tell, type DesktopHandlers } from '../serve-desktop.ts';
import type { SettingsFile } from '../settings.ts';
import { ShowableError } from '../showable-error.ts';
import type { recordingArguments } from './recording-arguments.ts';
import { readFreeBytes } from './disk-space.ts';
import { isThere } from './free-name.ts';
import { Recordings } from './recordings.ts';
import { runSeekableProcess } from './run-seekable-process.ts';
import { UnfinishedList } from './unfinished-list.ts';

interface Surroundings {
  readonly settings: SettingsFile;
  readonly log: (message: string) => void;
}

/** A person who quits waits no longer than this; what is not finished by then, the next start finishes. */
const QUIT_WITHIN_MS = 5_000;

/** A page that is well hands over its last second at once. */
const PAGE_ANSWERS_WITHIN_MS = 2_000;

type RecordingHandlers = Pick<DesktopHandlers, keyof typeof recordingArguments>;

export interface ServedRecordings {
  readonly handlers: RecordingHandlers;
  /** The window whose page records; to be called after whoever else may hold its closing. */
  readonly follow: (window: BrowserWindow) => void;
}

/** To be called once the app is ready. */
export function serveRecordings({ settings, log }: Surroundings): ServedRecordings {
  const folder = (): string => settings.current.recordingFolder ?? join(app.getPath('videos'), 'Lectern');
  const unfinished = new UnfinishedList(app.getPath('userData'), log);
  const recordings = new Recordings({ folder, unfinished, makeSeekable: runSeekableProcess, log });
  void recordings.recover();
  let presenterWindow: BrowserWindow | undefined;
  holdQuit(recordings, log);
  const describePlace = async (): Promise<RecordingPlace> => {
    await mkdir(folder(), { recursive: true }).catch(() => {}); // A folder that cannot be made is said when recording begins.
    return { folder: folder(), freeBytes: await readFreeBytes(folder()) };
  };
  return {
    follow: (window) => {
      presenterWindow = window;
      followPage(window.webContents, recordings, log);
      holdClose(window, recordings);
    },
    handlers: {
      startRecording: (title) => recordings.start(title),
      writeRecording: (bytes) => recordings.write(bytes),
      finishRecording: () => recordings.finish(),
      takeInterruptedRecordings: () => recordings.takeInterrupted(),
      showRecording: async (path) => {
        if (!recordings.isKept(path)) throw new ShowableError('Lectern shows its own recordings only.');
        if (!(await isThere(path))) throw new ShowableError('The recording is no longer where it was kept.');
        shell.showItemInFolder(path);
      },
      describeRecordingPlace: describePlace,
      chooseRecordingFolder: async () => {
        const chosen = await askForFolder(presenterWindow, folder());
        if (chosen === undefined) return null;
        settings.update({ recordingFolder: chosen });
        return describePlace();
      },
    },
  };
}

async function askForFolder(window: BrowserWindow | undefined, defaultPath: string): Promise<string | undefined> {
  const options = {
    title: 'Folder for recordings',
    defaultPath,
    properties: ['openDirectory', 'createDirectory'],
  } as const;
  const question = { ...options, properties: [...options.properties] };
  const { filePaths } = await (window === undefined
    ? dialog.showOpenDialog(question)
    : dialog.showOpenDialog(window, question));
  return filePaths[0];
}

/** A page that is loaded anew or has crashed can send no more of what it recorded. */
function followPage(contents: WebContents, recordings: Recordings, log: (message: string) => void): void {
  const abandon = (): void => {
    recordings.abandon().catch(() => log('the interrupted recording waits for the next start'));
  };
  contents.on('render-process-gone', abandon);
  contents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
    if (isMainFrame && !isSameDocument) abandon();
  });
}

/** The page still has up to a second of what it recorded: it is asked for that before its window goes. */
function holdClose(window: BrowserWindow, recordings: Recordings): void {
  let isHeld = false;
  window.on('close', (event) => {
    if (event.defaultPrevented || !recordings.isOpen || isHeld) return;
    event.preventDefault();
    isHeld = true;
    const close = (): void => {
      clearTimeout(late);
      if (!window.isDestroyed()) window.close();
    };
    const late = setTimeout(close, PAGE_ANSWERS_WITHIN_MS);
    recordings.onceClosed(close);
    tell(window, 'recordingMustFinish', null);
  });
}

/** Quitting waits until the file is finished, for a while. */
function holdQuit(recordings: Recordings, log: (message: string) => void): void {
  let asked = false;
  app.on('will-quit', (event) => {
    if (asked || !recordings.isBusy) return;
    asked = true;
    event.preventDefault();
    const finished = recordings.abandon().then(() => recordings.settle());
    const late = setTimeout(() => app.quit(), QUIT_WITHIN_MS);
    finished
      .catch(() => log('the recording is finished at the next start'))
      .finally(() => {
        clearTimeout(late);
        app.quit();
      });
  });
}
