/** The calls about recordings: the page encodes, the machine writes the file. */

/** A recording, once everything that was sent is on the disk. */
export interface RecordingProgress {
  readonly bytes: number;
  /** Free space on the disk; null where it is unknown. */
  readonly freeBytes: number | null;
}

export interface SavedRecording {
  /** The full path; in a browser only the name. */
  readonly path: string;
  readonly name: string;
  /**
   * Whether players can seek in it. False in a browser, and where the disk had no space for the
   * conversion.
   */
  readonly seekable: boolean;
}

export interface RecordingFolder {
  readonly folder: string;
  readonly freeBytes: number | null;
}

/** With less free space the presenter is warned. */
export const LOW_SPACE_BYTES = 2_000_000_000;
/** With so little left a recording ends, so that the system and other programs can go on. */
export const LEAST_SPACE_BYTES = 200_000_000;

export interface RecordingCalls {
  /** Creates the file. Null where the person was asked for a place and cancelled. */
  startRecording(title: string): Promise<RecordingProgress | null>;
  /**
   * Appends, and resolves once the bytes are safe on the disk. Rejects where the recording must
   * end; its file stays.
   */
  writeRecording(bytes: Uint8Array<ArrayBuffer>): Promise<RecordingProgress>;
  /** Closes the file and makes it seekable. Null where nothing was recorded. */
  finishRecording(): Promise<SavedRecording | null>;
  /**
   * Recordings that an earlier app or page left unfinished, finished by now. Each is returned only
   * once.
   */
  claimInterruptedRecordings(): Promise<readonly SavedRecording[]>;
  /** Shows a recording of this run in the system's file manager. */
  showRecording(path: string): Promise<void>;
  describeRecordingFolder(): Promise<RecordingFolder | null>;
  /** Asks the person for a folder and saves it in the settings; null where they cancelled. */
  chooseRecordingFolder(): Promise<RecordingFolder | null>;
}

export interface RecordingEvents {
  /** The app is being closed: finish what is being recorded. */
  readonly recordingMustFinish: null;
}

export const recordingCalls: Readonly<Record<keyof RecordingCalls, true>> = {
  startRecording: true,
  writeRecording: true,
  finishRecording: true,
  claimInterruptedRecordings: true,
  showRecording: true,
  describeRecordingFolder: true,
  chooseRecordingFolder: true,
};

export const recordingEvents: Readonly<Record<keyof RecordingEvents, true>> = { recordingMustFinish: true };
