/** Words about recordings: the button, the time left, and what became of a file. */

export const recordingWords = {
  recording: {
    label: 'Recording',
    record: 'Record',
    starting: 'Starting…',
    stop: 'Stop recording',
    finishing: 'Finishing…',
    /** How much longer the disk lasts. */
    spaceForMinute: 'space for a minute',
    spaceForMinutes: (minutes: number): string => `space for about ${minutes} min`,
    spaceForHours: (hours: number): string => `space for about ${hours} h`,
    spaceForDay: 'space for over a day',
    saved: (file: string): string => `Recording saved as “${file}”.`,
    savedUpTo: (reason: string, file: string): string => `${reason} The recording up to then is saved as “${file}”.`,
    notSeekable: 'It plays from the beginning, but jumping to another place may be slow.',
    empty: 'Nothing was recorded.',
    diskTooSlow: 'The disk is too slow for a recording.',
    recorderFailed: 'The picture can’t be recorded any more.',
    recorderRefused: (detail: string): string => `This can’t be recorded here (${detail}).`,
    interrupted: (file: string): string => `A recording was interrupted. It is saved as “${file}”.`,
    showInFolder: 'Show in folder',
    inBrowser: 'Your browser asks where to save each recording. Keep this tab open until it is finished.',
    folderLabel: 'Folder for recordings',
    folder: 'Recordings are saved in',
    /** An hour at the highest quality, rounded up. */
    space: (free: string): string => `${free} free. An hour of recording takes about 1.2 GB.`,
    chooseFolder: 'Choose another folder',
  },
};
