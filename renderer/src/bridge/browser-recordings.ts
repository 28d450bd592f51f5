/** Recording from a browser's tab: into a file that the person chooses, written as it goes where the browser can do that. */
import { recordingName, type RecordingCalls } from '@lectern/bridge';

interface SavePickerOptions {
  readonly suggestedName: string;
  readonly types: readonly { readonly description: string; readonly accept: Record<string, readonly string[]> }[];
}

declare global {
  interface Window {
    /** Not in every browser, and only in a secure context. */
    readonly showSaveFilePicker?: (options: SavePickerOptions) => Promise<FileSystemFileHandle>;
  }
}

interface OpenFile {
  readonly name: string;
  readonly stream: FileSystemWritableFileStream;
  bytes: number;
}

const nothingRecorded = 'Nothing is being recorded.';

const isNamed = (error: unknown, name: string): boolean => error instanceof DOMException && error.name === name;

/** The browser puts the file in its place when it is closed, so a tab that is closed early loses it: that is asked about. */
const askBeforeLeaving = (event: BeforeUnloadEvent): void => event.preventDefault();

async function pickFile(title: string): Promise<OpenFile | null> {
  if (window.showSaveFilePicker === undefined) {
    throw new Error(
      'This browser can’t save a recording as it goes. Record in the Lectern app, or present from Chrome or Edge.',
    );
  }
  try {
    const handle = await window.showSaveFilePicker({
      suggestedName: recordingName(title, new Date()),
      types: [{ description: 'Recording', accept: { 'video/webm': ['.webm'] } }],
    });
    return { name: handle.name, stream: await handle.createWritable(), bytes: 0 };
  } catch (error) {
    if (isNamed(error, 'AbortError')) return null;
    throw new Error('The browser can’t write there. Choose another place.', { cause: error });
  }
}

async function append({ stream }: OpenFile, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  try {
    await stream.write(bytes);
  } catch (error) {
    const full = isNamed(error, 'QuotaExceededError');
    throw new Error(full ? 'The disk is full.' : 'The disk can’t be reached any more.', { cause: error });
  }
}

export function browserRecordings(): RecordingCalls {
  let file: OpenFile | null = null;
  return {
    startRecording: async (title) => {
      file = await pickFile(title);
      if (file === null) return null;
      addEventListener('beforeunload', askBeforeLeaving);
      return { bytes: 0, freeBytes: null };
    },
    writeRecording: async (bytes) => {
      if (file === null) throw new Error(nothingRecorded);
      await append(file, bytes);
      file.bytes += bytes.length;
      return { bytes: file.bytes, freeBytes: null };
    },
    finishRecording: async () => {
      if (file === null) throw new Error(nothingRecorded);
      const { stream, name, bytes } = file;
      file = null;
      removeEventListener('beforeunload', askBeforeLeaving);
      try {
        await stream.close();
      } catch (error) {
        throw new Error('The browser could not keep the recording.', { cause: error });
      }
      return bytes === 0 ? null : { path: name, name, seekable: false };
    },
    // A browser keeps nothing of a recording that was cut off.
    takeInterruptedRecordings: async () => [],
    showRecording: () => Promise.reject(new Error('The recording is where you chose to keep it.')),
    // The person is asked at each recording.
    describeRecordingPlace: async () => null,
    chooseRecordingFolder: async () => null,
  };
}
