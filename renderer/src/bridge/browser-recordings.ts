/** Recording in a tab, into a file that the presenter chooses, if the browser can write files. */
import { recordingName, type RecordingCalls } from '@lectern/bridge';
import type { BrowserWords } from './browser-words.ts';
import { onlyInApp } from './only-in-app.ts';

interface SavePickerOptions {
  readonly suggestedName: string;
  readonly types: readonly { readonly description: string; readonly accept: Record<string, readonly string[]> }[];
}

declare global {
  interface Window {
    /** Only some browsers have it, and only in a secure context. */
    readonly showSaveFilePicker?: (options: SavePickerOptions) => Promise<FileSystemFileHandle>;
  }
}

interface OpenFile {
  readonly name: string;
  readonly stream: FileSystemWritableFileStream;
  bytes: number;
}

const NO_FILE = 'There is no open recording.';

const isNamed = (error: unknown, name: string): boolean => error instanceof DOMException && error.name === name;

/** The browser saves the file on close: a tab that closes first loses the recording. */
const askBeforeLeaving = (event: BeforeUnloadEvent): void => event.preventDefault();

async function pickFile(title: string, words: BrowserWords): Promise<OpenFile | null> {
  if (window.showSaveFilePicker === undefined) {
    throw new Error(words.cannotRecord);
  }
  try {
    const handle = await window.showSaveFilePicker({
      suggestedName: recordingName(title, new Date()),
      types: [{ description: words.fileType, accept: { 'video/webm': ['.webm'] } }],
    });
    return { name: handle.name, stream: await handle.createWritable(), bytes: 0 };
  } catch (error) {
    if (isNamed(error, 'AbortError')) return null;
    throw new Error(words.cannotWrite, { cause: error });
  }
}

async function append({ stream }: OpenFile, bytes: Uint8Array<ArrayBuffer>, words: BrowserWords): Promise<void> {
  try {
    await stream.write(bytes);
  } catch (error) {
    const isFull = isNamed(error, 'QuotaExceededError');
    throw new Error(isFull ? words.diskFull : words.diskGone, { cause: error });
  }
}

export function browserRecordings(words: BrowserWords): RecordingCalls {
  let file: OpenFile | null = null;
  return {
    startRecording: async (title) => {
      file = await pickFile(title, words);
      if (file === null) return null;
      addEventListener('beforeunload', askBeforeLeaving);
      return { bytes: 0, freeBytes: null };
    },
    writeRecording: async (bytes) => {
      if (file === null) throw new Error(NO_FILE);
      await append(file, bytes, words);
      file.bytes += bytes.length;
      return { bytes: file.bytes, freeBytes: null };
    },
    finishRecording: async () => {
      if (file === null) throw new Error(NO_FILE);
      const { stream, name, bytes } = file;
      file = null;
      removeEventListener('beforeunload', askBeforeLeaving);
      try {
        await stream.close();
      } catch (error) {
        throw new Error(words.notSaved, { cause: error });
      }
      return bytes === 0 ? null : { path: name, name, seekable: false };
    },
    // A browser saves nothing of an interrupted recording.
    claimInterruptedRecordings: async () => [],
    showRecording: onlyInApp,
    // The presenter chooses the place of each recording.
    describeRecordingFolder: async () => null,
    chooseRecordingFolder: async () => null,
  };
}
