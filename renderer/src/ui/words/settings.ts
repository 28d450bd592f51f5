/** The settings, except those of services. */

export const settingsWords = {
  sections: {
    room: 'You and your room',
    entry: 'Who may watch',
    services: 'Services',
    quality: 'Quality',
    recording: 'Recording',
    publishing: 'Other programs',
    desktop: 'Desktop',
  },

  room: {
    title: 'Title of your room',
    titleExample: 'Monday lecture',
    presenterName: 'Your name',
    save: 'Save',
    keyInFile: 'This system has no keychain. Your room’s key is kept in a file that only you can read.',
    list: 'Your rooms',
    unnamed: (id: string): string => `Room ${id}…`,
    yours: 'your room',
    inUse: 'In use',
    open: 'Open',
    openLabel: (name: string): string => `Open ${name}`,
    delete: 'Delete',
    deleteLabel: (name: string): string => `Delete ${name}`,
    deleteQuestion: 'Delete its link for good?',
    another: 'Another room',
    anotherExample: 'Thursday seminar',
    create: 'New room',
    stopFirst: 'Stop first to open another room.',
    newLink: 'New link',
    newLinkQuestion: 'Replace the link for good?',
    newLinkHint:
      'For a link that has reached the wrong people. The old one then says that it is no longer used. It does not show the new one.',
    oldLinks: 'Old links',
    oldLinksMeaning: 'While Lectern runs, these links say that they are no longer used.',
    oldLink: (room: string, id: string): string => `${room}, ${id}…`,
    export: 'Export',
    exportLabel: (name: string): string => `Export ${name}`,
    exportTitle: 'Export this room',
    exportMeaning:
      'Anyone who has this file and its passphrase can present in this room, and your watchers can’t tell them from you. Keep the two apart.',
    newPassphrase: (letters: number): string => `Passphrase of at least ${letters} characters`,
    passphraseAgain: 'The same passphrase again',
    passphrasesDiffer: 'The two passphrases are not the same.',
    saveFile: 'Save file',
    exported: (file: string): string => `Saved as “${file}”. Without its passphrase no one can open it, you included.`,
    import: 'Import a room',
    importMeaning:
      'Use a room of another computer here, with the same link. Both can present in it, but only one at a time: the one that starts later takes over.',
    filePassphrase: 'Passphrase of the file',
    chooseFile: 'Choose file',
    imported: 'The room is in your list now.',
  },

  /** Who may watch. */
  entry: {
    passcode: 'Passcode',
    passcodeNow: 'Your passcode',
    newPasscode: 'New passcode',
    meaning:
      'Everyone who opens your link is asked for it. Capital letters and spaces don’t count. A room that moves to another computer needs it set there again.',
    tooShort: (letters: number): string => `Use at least ${letters} characters.`,
    set: 'Set passcode',
    suggest: 'Make one up',
    change: 'Change',
    remove: 'Remove',
    removeQuestion: 'Let everyone with the link in?',
    watchersLegend: 'Those who watch now',
    watchers: { stay: 'Stay', leave: 'Need the new passcode' },
    watchersHint: {
      stay: 'Only people who come later are asked.',
      leave: 'Everyone is disconnected now and asked for it.',
    },
    locked:
      'Your passcode can’t be opened with this system’s keychain. Until you set one again, everyone waits until you let them in.',
    lobby: 'Lobby',
    lobbySwitch: 'Let people in yourself',
    lobbyMeaning:
      'People who open your link wait until you let them in, one by one or all at once. Those who have been in come straight back.',
  },

  turnOnly: {
    title: 'Hide network addresses',
    meaning:
      'Normally the picture goes straight to each watcher, and you can see each other’s network addresses. With this on, it goes through the service’s TURN server instead, which takes a little longer and costs the server bandwidth.',
    stopFirst: 'Stop first to change this.',
    missing: (isOn: boolean): string =>
      isOn
        ? 'This service has no TURN server, so no one can watch while this is on.'
        : 'This service has no TURN server, which this needs.',
  },

  quality: {
    picture: 'Picture quality',
    preset: { saver: 'Saver', standard: 'Standard', high: 'High' },
    presetHint: {
      saver: '540p, up to 0.7 Mbit/s for each watcher',
      standard: '720p, up to 1.8 Mbit/s for each watcher',
      high: '1080p, up to 3.2 Mbit/s for each watcher',
    },
    screen: 'Shared screen',
    screenSize: { 'full-hd': 'Full HD', original: 'Original size' },
    screenSizeHint: {
      'full-hd': 'Larger screens become as large as Full HD, in their own shape',
      original: 'Up to 2560 × 1440: small text stays sharp, but this computer works harder',
    },
    slow: 'On a slow connection',
    slowHint: 'What watchers on a slow connection keep: sharp text or smooth motion',
    sharpness: { auto: 'Automatic', text: 'Sharp text', motion: 'Smooth motion' },
    sharpnessHint: {
      auto: 'Sharp text for screens, smooth motion for the camera',
      text: 'A lower frame rate, with every letter readable',
      motion: 'A smaller picture that stays smooth',
    },
    sharpnessAuto: 'Sharpness: auto',
    uploadLimit: 'Upload limit (Mbit/s)',
    noLimit: 'No limit',
    limitRange: (least: number, most: number): string => `Enter a number from ${least} to ${most}, or leave it empty.`,
  },

  desktop: {
    title: 'While you are live',
    strip: 'Control strip',
    stripMode: { auto: 'When this window is not in front', always: 'Always', never: 'Never' },
    pause: 'Pause from anywhere',
    microphone: 'Mute from anywhere',
    pauseHint: 'To resume, press it twice.',
    shortcutTaken: 'Another program uses these keys. Choose others.',
    shortcutUnreadable: 'This system can’t use these keys. Choose others.',
    pressKeys: 'Press the keys…',
    noShortcut: 'None',
    clear: 'Clear',
    clearLabel: (shortcut: string): string => `Clear: ${shortcut}`,
    showLogs: 'Show log files',
  },

  /** What could not be read at the start. The file’s path follows a colon. */
  lost: {
    settings: 'Your settings could not be read, so Lectern starts with new ones. The old file is kept as:',
    roomReplaced: (room: string): string =>
      `This computer can’t open the key of ${room}, so another room with another link is open. The key is kept. Once it can be opened again, you can open that room in the settings.`,
    roomKey: (room: string): string =>
      `This computer can’t open the key of ${room}. The room has a new key and a new link. Send out the new link. The old one no longer works. The old key is kept as:`,
    ok: 'Got it',
  },
};
