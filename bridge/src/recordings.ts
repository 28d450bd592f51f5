/** What page and machine say to each other about recordings: the page encodes, the machine keeps what it is given. */

/** How a recording stands once everything that was given so far is on the disk. */
export interface RecordingProgress {
  readonly bytes: number;
  /** What the disk still takes; null where that cannot be known. */
  readonly freeBytes: number | null;
}

export interface KeptRecording {
  /** Where it is, in full; in a browser only the name. */
  readonly path: string;
  readonly name: string;
  /** Whether a player can jump in it. Not where the disk had no room to make it so, or in a browser. */
  readonly seekable: boolean;
}

export interface RecordingPlace {
  readonly folder: string;
  readonly freeBytes: number | null;
}

/** Below this much room the presenter is warned. */
export const LOW_SPACE_BYTES = 2_000_000_000;
/** At this much a recording is ended, so that the system and other programs can still breathe. */
export const LEAST_SPACE_BYTES = 200_000_000;

export interface RecordingCalls {
  /** Makes the file. Null where the person was asked for a place and gave none. */
  startRecording(title: string): Promise<RecordingProgress | null>;
  /** Appends, and answers when it is safe on the disk. Rejects where the recording has to end: what was written stays. */
  writeRecording(bytes: Uint8Array<ArrayBuffer>): Promise<RecordingProgress>;
  /** Closes the file and makes it seekable. Null where nothing had been recorded yet. */
  finishRecording(): Promise<KeptRecording | null>;
  /** Recordings that an app or a page left unfinished, finished now; each is told once. */
  takeInterruptedRecordings(): Promise<readonly KeptRecording[]>;
  /** Shows a recording of this run in its folder. */
  showRecording(path: string): Promise<void>;
  describeRecordingPlace(): Promise<RecordingPlace | null>;
  /** Asks the person for a folder, which the settings then hold; null where they gave none. */
  chooseRecordingFolder(): Promise<RecordingPlace | null>;
}

export interface RecordingEvents {
  /** The app is being closed: finish what is being recorded. */
  readonly recordingMustFinish: null;
}

export const recordingCalls: Readonly<Record<keyof RecordingCalls, true>> = {
  startRecording: true,
  writeRecording: true,
  finishRecording: true,
  takeInterruptedRecordings: true,
  showRecording: true,
  describeRecordingPlace: true,
  chooseRecordingFolder: true,
};

export const recordingEvents: Readonly<Record<keyof RecordingEvents, true>> = { recordingMustFinish: true };
