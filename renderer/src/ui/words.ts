/* oxlint-disable max-lines -- One table of sentences, so that a translator has one file. */
/**
 * Every word of the presenter UI: the window, the control strip, and what a browser tab adds.
 * Grouped by screen. It imports nothing and decides nothing: a second language is one more object
 * of the type `Words`. Numbers arrive formatted, from `figures.ts`.
 */
const appTooOld = 'This app is too old for the service. Update the app to go live.';
const serviceTooOld = 'The service is too old for this app. Ask its admin to update it.';
const keyNeeded = 'This service needs a presenter key. Ask its admin for an enrolment link.';
const signInNeeded = 'To present at this service, sign in.';
const signInExpired = 'Your sign-in at this service has ended. Sign in again.';
const signInRefused = 'This service doesn’t let you present. Ask its admin, or sign in as somebody else.';
const keyRefused = 'This service doesn’t accept your presenter key. Ask its admin for a new enrolment link.';
const privacySettings = 'Allow it in the system’s privacy settings.';
const noAnswer = 'The service doesn’t answer.';
const notSaved = 'The settings could not be saved.';
const unsaved = (reason: string) => ({
  changes: `${reason}, so your latest changes work now but are lost when you quit.`,
  link: `${reason}, so this room works now but its link is lost when you quit.`,
});
const uploadOf = (rate: string): string => `Your upload carries about ${rate}`;
const people = (count: number): string => (count === 1 ? '1 person' : `${count} people`);
const deviceTrouble = (device: string) => ({
  blocked: `The system doesn’t let Lectern use the ${device}. ${privacySettings}`,
  missing: `No ${device} found. Plug one in and it appears here.`,
  busy: `Another program is using this ${device}. Close that program, or choose another ${device}.`,
  unplugged: `The ${device} was unplugged. Plug it back in to use it again.`,
});

export const words = {
  app: 'Lectern',
  cannotStart: 'Lectern can’t start here.',
  settings: 'Settings',
  cancel: 'Cancel',
  dismiss: 'Dismiss',
  done: 'Done',
  openSystemSettings: 'Open system settings',
  notSaved,
  /** Something could not be saved, and is tried again. */
  unsaved: {
    'disk-full': unsaved('The disk is full'),
    'not-writable': unsaved('Lectern can’t save anything right now'),
  },
  didNotWork: 'That didn’t work. Try again.',

  link: {
    label: 'Watch link',
    pending: 'Your watch link appears here once the service answers.',
    copyLabel: 'Copy the watch link',
    copy: 'Copy',
    copied: 'Copied',
    copyFailed: 'Select it and copy',
    qr: 'QR',
    qrLabel: 'Show the watch link as a QR code',
    qrTitle: 'Watch link as a QR code',
  },

  status: {
    badge: { offline: 'Offline', connecting: 'Connecting', live: 'Live', paused: 'Paused', trouble: 'Trouble' },
    offline: 'No one sees or hears you.',
    paused: 'Your watchers see the slate.',
    takeBack: { replaced: 'Present from here', 'ended-by-admin': 'Open the room again' },
    trouble: {
      'service-unreachable': `${noAnswer} Trying again…`,
      'service-lost': 'Connection to the service lost. Your watchers still see you. Reconnecting…',
      replaced: 'Your room is now presented from somewhere else.',
      'ended-by-admin': 'The people who run this service have ended your room.',
      revoked: 'This service no longer lets you present, and your room has ended. Ask its admin.',
      'app-too-old': appTooOld,
      'service-too-old': serviceTooOld,
      'service-set-up-wrongly':
        'The service is set up wrongly: it doesn’t know the address by which you reach it. Tell the people who run it.',
      'key-refused': 'The service doesn’t accept this room’s key. Check the service in the settings.',
      'presenter-key-missing': keyNeeded,
      'presenter-key-refused': keyRefused,
      'sign-in-missing': signInNeeded,
      'sign-in-expired': signInExpired,
      'sign-in-refused': signInRefused,
      'service-busy': 'The service is full right now. Trying again…',
      'sound-server': 'The system’s sound doesn’t work right now. Your watchers hear nothing.',
      microphone: 'Your microphone doesn’t work right now. Your watchers can’t hear you.',
      'system-sound': 'The computer’s sound is missing right now. Your watchers don’t hear it.',
      screen: 'Your screen is no longer shared.',
      camera: 'Your camera doesn’t work right now.',
    },
    tryingAgain: (reason: string): string => `${reason} Trying again…`,
  },

  /** The bar at the bottom, and the same buttons of the control strip. */
  controls: {
    microphone: { on: 'Unmute', off: 'Mute' },
    camera: { on: 'Camera on', off: 'Camera off' },
    screen: { on: 'Share screen', off: 'Stop sharing' },
    pause: 'Pause',
    resume: 'Resume',
    goLive: 'Go live',
    stop: 'Stop',
    stopQuestion: 'Stop for everyone?',
  },

  strip: {
    label: 'Live controls',
    title: 'Lectern controls',
    open: 'Open Lectern',
    offAir: 'Off air',
    watching: (count: number): string => `${count} watching`,
    keepStreaming: 'Keep streaming',
  },

  stage: {
    picture: 'What your watchers see',
    layouts: 'Layout',
    layout: { camera: 'Camera', screen: 'Screen', both: 'Both', slate: 'Slate' },
    layoutAndKey: (layout: string, key: number): string => `${layout} (${key})`,
    roundCamera: 'Round camera',
    makeSquare: 'Make the camera square',
    makeRound: 'Make the camera round',
    cameraHandle: 'Camera over the screen. Arrow keys move it. Shift and an arrow key resize it.',
    cameraHandleHint: 'Drag to move. Drag the corner to resize.',
    editSlate: 'Edit slate',
    slate: 'Slate',
    slateText: 'Text',
    noSlateText: 'None',
    slatePicture: 'Your own picture',
    removePicture: 'Remove picture',
    slateProblem: {
      'too-large': 'This picture is very large. Use one of less than 30 MB.',
      'too-detailed': 'This picture has too much detail to keep. Use a simpler one.',
      'no-picture': 'This file can’t be opened as a picture. Use a PNG, JPEG or WebP.',
      'not-now': 'This picture can’t be opened right now. Try again.',
      unreadable: 'This picture can’t be read.',
      'not-saved': notSaved,
      lost: 'The slate’s picture can’t be opened any more. Choose it again.',
      unusable: 'The picture can’t be used. Try another.',
    },
  },

  /** Drawn into the picture, where watchers read it. */
  scene: {
    slate: 'Back soon',
    card: { camera: 'Camera off', screen: 'No screen is shared', both: 'Camera and screen are off' },
  },

  sources: {
    label: 'Sources',
    name: { camera: 'Camera', microphone: 'Microphone', screen: 'Screen', systemSound: 'Computer sound' },
    switchLabel: (source: string): string => `${source} on`,
    preview: (source: string): string => `${source} preview`,
    level: (source: string): string => `${source} level`,
    systemDefault: 'System default',
    microphoneSound: {
      label: 'What the microphone picks up',
      name: { speech: 'Speech', music: 'Music' },
      hint: {
        speech: 'Echo and noise are taken out, and the level is kept even.',
        music: 'The sound stays as it is, and gets more of the connection. Use headphones.',
      },
    },
    unnamed: { camera: 'Unnamed camera', microphone: 'Unnamed microphone' },
    numbered: (name: string, number: number): string => `${name} (${number})`,
    choose: 'Choose',
    chooseLabel: 'Choose what to share',
    change: 'Change',
    changeLabel: 'Change what is shared',
    shared: { screen: 'A screen', window: 'A window', tab: 'A browser tab' },
    notConnected: (chosen: string, used: string): string => `${chosen} isn’t connected. Using ${used} instead.`,
    chosenDevice: 'The device you chose',
    defaultDevice: 'the system’s default',
    anotherDevice: 'another',
    systemSoundPending: 'It comes with what you share next, if your browser allows it.',
    trouble: {
      camera: deviceTrouble('camera'),
      microphone: deviceTrouble('microphone'),
      screen: {
        blocked: `The system doesn’t let Lectern show your screen. ${privacySettings}`,
        closed: 'The window you shared was closed. Choose another to go on.',
        gone: 'The screen you shared was disconnected. Choose another to go on.',
        unreadable: 'There is no picture of what you chose. It may have been closed. Choose again.',
      },
      systemSound: {
        blocked: `The system doesn’t let Lectern capture the computer’s sound. ${privacySettings}`,
        unreadable: 'The computer gives no sound right now, so your watchers don’t hear it. Trying again…',
        'not-shared': 'What you share came without sound. Share it again and allow its sound.',
        stopped: 'The sound of what you share has stopped, so your watchers don’t hear it. Share it again.',
      },
    },
    /** The system's sound server has ended or is being restarted. */
    soundServerAway: {
      microphone:
        'The system’s sound doesn’t work right now, so your watchers can’t hear you. It comes back by itself.',
      systemSound:
        'The system’s sound doesn’t work right now, so your watchers don’t hear it. It comes back by itself.',
    },
    /** A source that is on and gives nothing. */
    warning: {
      camera: {
        black: 'The camera’s picture is black. Is something covering the lens?',
        withheld: 'The camera is on but sends no picture. Is its shutter closed?',
      },
      microphone: {
        silent: 'There is no sound from this microphone. Is it muted?',
        withheld: 'The system gives no sound from this microphone. Is it muted in the system’s settings?',
      },
      screen: {
        black: 'What you share is all black. Some programs don’t allow sharing.',
        withheld: 'There is no picture of what you share. Is it minimised?',
      },
    },
  },

  picker: {
    title: 'What do you want to share?',
    looking: 'Looking for screens and windows…',
    notListed: 'The screens could not be listed.',
    screens: 'Screens',
    noScreens: 'No screen was found.',
    windows: 'Windows',
    noWindows: 'No window is open. New windows appear here.',
    unnamedWindow: 'Unnamed window',
    denied: 'The system doesn’t let Lectern see the screen. Allow it in the system settings, then restart Lectern.',
    share: 'Share',
  },

  audience: {
    title: 'Audience',
    watching: 'watching',
    waiting: 'waiting',
    empty: 'Share the link above. Everyone who opens it is counted here.',
    showAll: 'Show all',
    /** For the layers below the best one, the lowest first. */
    belowBest: ['low quality', 'medium quality'],
    atQuality: (count: number, quality: string): string => `${people(count)} at ${quality}`,
    upload: uploadOf,
    alone: (state: string): string => `Your watcher is ${state}`,
    all: (count: number, state: string): string => `All ${count} ${state}`,
    fineOf: (fine: number, total: number): string => `${fine} of ${total} fine`,
    state: {
      fine: 'fine',
      'bad-line': 'on a bad connection',
      'slow-device': 'on a slow device',
      hidden: 'looking elsewhere',
      joining: 'joining',
      reconnecting: 'reconnecting',
      silent: 'not reporting',
      'no-path': 'not reached',
    },
  },

  /** The list of watchers. */
  watchers: {
    title: 'Watchers',
    close: 'Close the list',
    none: 'No one is watching right now.',
    label: 'All watchers',
    columns: ['Watcher', 'Since', 'Status', 'Resolution', 'Frame rate', 'Delay', 'Route'],
    name: (number: number): string => `Watcher ${number}`,
    verdict: {
      fine: 'Fine',
      'bad-line': 'Bad connection',
      'slow-device': 'Slow device',
      hidden: 'Looking elsewhere',
      joining: 'Joining',
      reconnecting: 'Reconnecting',
      silent: 'No report',
      'no-path': 'Not reached',
    },
    hint: {
      fine: 'Picture and sound arrive well.',
      'bad-line': 'This watcher’s connection is slow or unreliable.',
      'slow-device': 'This watcher’s device is too slow for the picture.',
      hidden: 'The page is open, but hidden behind something else.',
      joining: 'The first picture is on its way.',
      reconnecting: 'The connection was lost and is being restored.',
      'no-path':
        'No connection can be made. A firewall is in the way, there or here. It takes a TURN server at your service to get through.',
      silent: 'Connected, but the page doesn’t report what it shows. It may be asleep, or an older version.',
    },
    route: { direct: 'Direct', turn: 'Relayed (TURN)', relay: 'Relayed' },
    routeOver: (route: string, over?: 'udp' | 'tcp' | 'tls'): string =>
      over === undefined ? route : `${route} over ${over.toUpperCase()}`,
    routeReason: {
      'turn-only': { label: 'addresses hidden', hint: 'Your room hides network addresses, so everything is relayed.' },
      'udp-blocked-there': { label: 'UDP blocked there', hint: 'UDP is blocked on this watcher’s network.' },
      'udp-blocked-here': { label: 'UDP blocked here', hint: 'UDP is blocked on your network.' },
      'no-direct-path': {
        label: 'no direct path',
        hint: 'No direct path was found between your network and this watcher’s.',
      },
    },
    sound: { on: '', muted: 'muted', blocked: 'no sound until a tap' },
    remove: 'Remove',
    removeLabel: (name: string): string => `Remove ${name}`,
    removeQuestion: 'Really?',
    removeQuestionLabel: (name: string): string => `Really remove ${name}?`,
    canComeBack: 'Without a passcode, a removed person can come back with your link.',
    setPasscode: 'Set a passcode',
    removal: {
      'kept-out': (name: string): string => `${name} was removed from the room.`,
      'cut-off': (name: string): string =>
        `${name} no longer sees or hears you. The service is too old to remove them from the room.`,
      later: (name: string): string =>
        `${name} no longer sees or hears you. The service removes them from the room as soon as it answers.`,
    },
  },

  /** Those who wait to be let in. */
  lobby: {
    title: 'Waiting to come in',
    waiting: (count: number): string => (count === 1 ? 'One person waits to come in' : `${count} wait to come in`),
    admitAll: 'Let all in',
    showAll: 'Show',
    name: (number: number): string => `Guest ${number}`,
    admit: 'Let in',
    admitLabel: (name: string): string => `Let in ${name}`,
    refuse: 'Turn away',
    refuseLabel: (name: string): string => `Turn away ${name}`,
    refuseQuestionLabel: (name: string): string => `Really turn away ${name}?`,
    more: (count: number): string => `And ${count} more.`,
    guessed:
      'Someone is trying many wrong passcodes. Those who know yours still come in. A longer one is harder to guess.',
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

  /** Details of what is sent. */
  sending: {
    open: 'Details',
    title: 'What you send',
    measuring: 'Measuring…',
    nothing: 'Nothing right now. Sending starts when you are live and someone watches.',
    columns: ['Layer', 'Resolution', 'Frame rate', 'Bitrate', 'Encoder', 'Limited by', 'Watchers'],
    layer: { 0: 'Lowest', 1: 'Middle', 2: 'Best' },
    ownLayer: 'Separate',
    sound: 'Sound',
    channels: { mono: 'Mono', stereo: 'Stereo' },
    ofMost: (rate: string, most: string): string => `${rate} of at most ${most}`,
    limitedBy: {
      nothing: 'Nothing',
      processor: 'This computer’s processor',
      line: 'The connection',
      other: 'Something else',
    },
    encoding: { once: 'Encoded once for all watchers.', each: 'Encoded separately for each watcher.' },
    noLimit: 'Your upload has been fast enough so far.',
    uploadLimit: (rate: string): string => `${uploadOf(rate)}, which limits what watchers get.`,
  },

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

  /** When the window is closed while live, and after a crash. */
  leaving: {
    title: 'You are still live.',
    text: 'Your watchers see you as long as Lectern runs. It can keep running without this window.',
    stopAndQuit: 'Stop and quit',
    keepRunning: 'Stay live in the background',
    returned: (state: string): string =>
      `Lectern closed unexpectedly. ${state} If you were sharing a screen, choose it again.`,
    returnedState: { live: 'You are live again.', paused: 'You are back, still paused.' },
  },

  update: {
    ready: (version: string): string => `Lectern ${version} is ready. Restart to use it.`,
    restart: 'Restart',
  },

  sections: {
    room: 'You and your room',
    entry: 'Who may watch',
    services: 'Services',
    quality: 'Quality',
    recording: 'Recording',
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

  /** What could not be read at the start. The file’s path follows a colon. */
  lost: {
    settings: 'Your settings could not be read, so Lectern starts with new ones. The old file is kept as:',
    roomReplaced: (room: string): string =>
      `This computer can’t open the key of ${room}, so another room with another link is open. The key is kept. Once it can be opened again, you can open that room in the settings.`,
    roomKey: (room: string): string =>
      `This computer can’t open the key of ${room}. The room has a new key and a new link. Send out the new link. The old one no longer works. The old key is kept as:`,
    ok: 'Got it',
  },

  services: {
    inUse: 'In use',
    checking: 'Checking…',
    notReached: 'Can’t be reached',
    version: (version: string): string => `Version ${version}`,
    answers: (latency: string, version: string): string => `Answers in ${latency} · version ${version}`,
    presenting: { open: 'no key needed', admitted: 'your key is accepted', signedIn: 'you are signed in' },
    advice: {
      'app-too-old': appTooOld,
      'service-too-old': serviceTooOld,
      'key-required': keyNeeded,
      'key-refused': keyRefused,
      'sign-in-required': signInNeeded,
      'sign-in-expired': signInExpired,
      'sign-in-refused': signInRefused,
    },
    unreachable: {
      offline: 'This computer is offline.',
      'name-not-found': 'There is no such address. Check the spelling.',
      refused: 'Nothing answers at this address. The service may be switched off.',
      certificate:
        'This computer doesn’t trust the service’s certificate. Ask its admin which certificate authority to install.',
      proxy: 'Your network’s proxy doesn’t let Lectern through to this service.',
      'timed-out': 'The service doesn’t answer in time.',
      'not-lectern': 'Something answers at this address, but it isn’t a Lectern service.',
      'no-answer': noAnswer,
    },
    isDefault: 'Came with this app.',
    notPrivate: 'This address doesn’t use https. Others on the same network could listen in.',
    choose: 'Use',
    chooseLabel: (host: string): string => `Use ${host}`,
    remove: 'Remove',
    removeLabel: (host: string): string => `Remove ${host}`,
    stopFirst: 'Stop first to use another service.',
    inBrowser: 'In a browser, Lectern presents to the service that this page came from. The app can use others.',
    key: 'Presenter key',
    keySaved: 'Your presenter key is saved.',
    saveKey: 'Save key',
    changeKey: 'Change key',
    changeKeyLabel: (host: string): string => `Change key for ${host}`,
    forgetKey: 'Forget key',
    forgetKeyLabel: (host: string): string => `Forget key for ${host}`,
    add: 'Add a service',
    addExample: 'lectern.example, or a link you were sent',
    addButton: 'Add',
    notAdded: 'The service could not be added.',
  },

  signIn: {
    button: 'Sign in',
    buttonLabel: (host: string): string => `Sign in at ${host}`,
    codeButton: 'Sign in with a code',
    codeButtonLabel: (host: string): string => `Sign in at ${host} with a code`,
    provider: (host: string): string => `The page to sign in is at ${host}.`,
    inBrowser: 'Your browser shows the page to sign in. Come back here afterwards.',
    enterCode: 'On any device, open this address and enter the code:',
    cancel: 'Cancel',
    signedIn: (name: string, until: string): string => `Signed in as ${name} until ${until}.`,
    signOut: 'Sign out',
    signOutLabel: (host: string): string => `Sign out of ${host}`,
    onlyInApp: 'To sign in, use the Lectern app.',
    failed: 'You are not signed in.',
  },

  /** A link from outside that asks to add a service. */
  proposal: {
    knownQuestion: (host: string): string => `Use the service ${host}?`,
    newQuestion: (host: string): string => `Add the service ${host} and use it?`,
    name: (name: string): string => `Its admin calls it “${name}”.`,
    bringsKey: 'The link includes a presenter key, which will be saved on this computer.',
    meaning:
      'Your room will open there, and its watch link will change. Say yes only if you know who sent you the link.',
    notNow: 'Not now',
    accept: 'Use it',
    addAndUse: 'Add and use',
    waiting: (host: string): string => `A link to ${host} waits until you stop.`,
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

  /** Only in a browser tab, where `bridge/` does what the app’s main process does otherwise. */
  browser: {
    tabTitle: { off: 'Lectern', live: '● Live – Lectern', paused: 'Paused – Lectern' },
    needsSecurePage: 'Presenting from a browser needs https, or a page on this computer (localhost).',
    noHost: (status: number): string => `This page’s server doesn’t say where the service is (${status}).`,
    cannotRecord:
      'This browser can’t save a recording as it goes. Record in the Lectern app, or present from Chrome or Edge.',
    fileType: 'Recording',
    cannotWrite: 'The browser can’t write there. Choose another place.',
    diskFull: 'The disk is full.',
    diskGone: 'The disk can’t be reached any more.',
    notSaved: 'The browser could not save the recording.',
  },
};

export type Words = typeof words;
