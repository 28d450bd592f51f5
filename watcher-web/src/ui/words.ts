/**
 * Every sentence and label on the page, ready for a second language. Two places cannot use it:
 * `index.html` (before any script) and `public/old-browser.js` (where no module runs).
 */
export type Action = 'reload' | 'show-picture';

/** A page: one sentence, perhaps a hint, at most one button. */
export interface PageWords {
  readonly sentence: string;
  readonly hint?: string;
  /** For the people who run the service. */
  readonly code?: string;
  readonly action?: Action;
}

const NOTHING_TO_DO = 'You don’t need to do anything.';
const NO_PATH = 'The picture can’t get through this network.';
const TRY_ANOTHER = 'This page keeps trying; mobile data or another network may help.';
const ways = { udp: 'UDP', 'turn-udp': 'TURN over UDP', 'turn-tcp': 'TURN over TCP', 'turn-tls': 'TURN over TLS' };
const percent = (share: number): string => `${Math.round(share * 100)}%`;

const pages = {
  connecting: { sentence: 'Connecting…' },
  /** Several links in a row had no picture. */
  noPicture: { sentence: 'The picture isn’t getting through.', hint: `Trying again. ${NOTHING_TO_DO}` },
  serviceSilent: {
    sentence: 'The service isn’t responding.',
    hint: 'This page keeps trying. A guest network may want you to sign in: open any other page to see.',
  },
  captivePortal: {
    sentence: 'This network wants you to sign in.',
    hint: 'Open any other page, and you’ll see where. Then this page continues by itself.',
  },
  socketsBlocked: {
    sentence: 'Something on this network blocks live connections.',
    hint: 'A proxy, a firewall or a browser extension may be blocking WebSockets. This page keeps trying; another network may work right away.',
  },
  mediaBlocked: {
    sentence: NO_PATH,
    hint: `A firewall may be blocking it, here or at the presenter’s end. ${TRY_ANOTHER}`,
  },
  noOtherWay: { sentence: NO_PATH, hint: `This service has no other way. ${TRY_ANOTHER}` },
  waysBlocked: { sentence: NO_PATH, hint: TRY_ANOTHER },
  turnRefuses: { sentence: NO_PATH, hint: `The service’s TURN server refuses it. ${TRY_ANOTHER}` },
  otherEnd: { sentence: 'The picture can’t get out of the presenter’s network.', hint: 'This page keeps trying.' },
  waiting: { sentence: 'The presenter is getting ready.', hint: 'You’ll see them here.' },
  presenterAway: {
    sentence: 'The presenter has lost the connection.',
    hint: 'Stay on this page. The picture will be back when they are.',
  },
  ended: {
    sentence: 'The broadcast has ended. Thanks for watching.',
    hint: 'If it continues, you’ll see it here.',
  },
  endedByService: {
    sentence: 'The people who run this service have ended the broadcast.',
    hint: 'If it continues, you’ll see it here.',
  },
  roomUnknown: {
    sentence: 'The presenter isn’t here yet.',
    hint: 'You’ll see the broadcast here once the room is open. If that takes long, check the link.',
  },
  noRoom: { sentence: 'This link doesn’t lead to a room.', hint: 'Check it with the person who sent it to you.' },
  withdrawn: { sentence: 'This link is no longer used.', hint: 'Ask the presenter for the new one.' },
  roomFull: { sentence: 'The room is full.', hint: 'You’ll get in as soon as someone leaves.' },
  tooMany: { sentence: 'Many people are joining right now.', hint: 'You’ll be let in shortly.' },
  passcode: { sentence: 'This room has a passcode.', hint: 'The presenter can tell you what it is.' },
  lobby: {
    sentence: 'Waiting for the presenter to let you in.',
    hint: 'Stay on this page. The broadcast will start by itself.',
  },
  removed: {
    sentence: 'The presenter has removed you from this room.',
    hint: 'If you think that was a mistake, ask the presenter.',
  },
  pageTooOld: { sentence: 'Lectern has been updated.', hint: 'Reload the page to watch.', action: 'reload' },
  serviceTooOld: {
    sentence: 'This room’s service needs an update.',
    hint: 'The people who run it can do that. This page keeps trying.',
  },
  setUpWrongly: {
    sentence: 'This service is set up wrongly.',
    hint: 'It doesn’t know the address of this page. The people who run it can change that. This page keeps trying.',
  },
  frozen: { sentence: 'The picture has frozen. Reconnecting…' },
  connectionLost: { sentence: 'Connection lost. Reconnecting…', hint: NOTHING_TO_DO },
  soundOnlyByWatcher: { sentence: 'Sound only', hint: 'You turned the picture off.', action: 'show-picture' },
  soundOnlyByPresenter: { sentence: 'Sound only', hint: 'The picture will come back by itself.' },
} as const satisfies Readonly<Record<string, PageWords>>;

export const words = {
  appName: 'Lectern',
  thePresenter: 'The presenter',
  pages,
  /** The hint behind a list of what is blocked. */
  namingBlocked: (hint: string, blocked: readonly (keyof typeof ways)[]): string => {
    if (blocked.length === 0) return hint;
    return `Blocked here: ${blocked.map((way) => ways[way]).join(', ')}. ${hint}`;
  },
  networkCode: (code: string): string => `Code ${code}`,
  live: (presenter: string): PageWords => ({ sentence: `${presenter} is live.` }),
  paused: (presenter: string): PageWords => ({
    sentence: `${presenter} has paused.`,
    hint: 'Stay on this page. The broadcast will continue by itself.',
  }),
  nothingSent: (presenter: string): PageWords => ({
    sentence: 'Nothing to see or hear right now.',
    hint: `${presenter} has turned the camera and microphone off.`,
  }),
  passcode: {
    label: 'Passcode',
    enter: 'Enter',
    checking: 'Checking…',
    wrong: 'That isn’t the passcode. Check it and try again.',
    paused: 'Too many wrong passcodes came from your network. You can try again in less than a minute.',
    secondsLeft: (seconds: number) => `${seconds} s`,
    again: 'You can try again now.',
  },
  actions: { reload: 'Reload', 'show-picture': 'Show the picture' },
  badges: { live: 'Live', paused: 'Paused' },

  /** Titles of the browser's tab. */
  tab: {
    live: (room: string) => `Live: ${room}`,
    paused: (room: string) => `Paused: ${room}`,
    waiting: (room: string) => `Waiting: ${room}`,
    reconnecting: (room: string) => `Reconnecting: ${room}`,
    ended: (room: string) => `Ended: ${room}`,
    other: (sentence: string) => `${sentence} – Lectern`,
  },

  controls: {
    withShortcut: (label: string, key: string) => `${label} (${key})`,
    mute: 'Mute',
    unmute: 'Unmute',
    volume: 'Volume',
    percent,
    resetZoom: (scale: number) => `Reset zoom, now ${percent(scale)}`,
    settings: 'Settings',
    enterFullScreen: 'Full screen',
    exitFullScreen: 'Exit full screen',
    enterPictureInPicture: 'Picture in picture',
    exitPictureInPicture: 'Exit picture in picture',
    otherScreen: 'Play on another screen',
    tapToWatch: 'Tap to watch',
    tapForSound: 'Tap for sound',
  },

  toasts: {
    soundOn: 'Sound on',
    soundOff: 'Sound off',
    volume: (volume: number) => `Volume ${percent(volume)}`,
    zoom: (scale: number) => (scale === 1 ? 'Fit to window' : `Zoom ${percent(scale)}`),
    copied: 'Copied',
    notCopied: 'Your browser didn’t allow copying. Select the text and copy it yourself.',
    notLoaded: 'This couldn’t be loaded. Try again in a moment.',
  },

  panels: { close: 'Close', escape: 'Esc', copy: 'Copy' },

  settings: {
    title: 'Settings',
    quality: 'Quality',
    auto: 'Auto',
    shownNow: (height: number) => `now ${height}p`,
    layer: (height: number) => `${height}p`,
    frameRate: (fps: number) => `up to ${fps} frames per second`,
    soundOnly: 'Sound only',
    leastData: 'uses the least data',
    zoom: 'Zoom',
    zoomIn: 'Zoom in',
    zoomOut: 'Zoom out',
    statistics: 'Statistics',
    shortcuts: 'Keyboard shortcuts',
  },

  shortcuts: {
    title: 'Keyboard shortcuts',
    singleKeys: 'Single-key shortcuts',
    space: 'Space',
    escape: 'Esc',
    mute: 'Mute or unmute',
    volume: 'Volume up or down',
    fullScreen: 'Full screen',
    pictureInPicture: 'Picture in picture',
    zoom: 'Zoom in or out',
    pan: 'Pan (while zoomed in)',
    resetZoom: 'Reset zoom',
    settings: 'Quality and settings',
    statistics: 'Statistics',
    shortcuts: 'Keyboard shortcuts',
    close: 'Close, or reset zoom',
  },

  statistics: {
    title: 'Statistics',
    close: 'Close statistics',
    unknown: '–',
    none: 'none',
    route: 'Route',
    routes: { direct: 'Direct', turn: 'Relayed (TURN)', relay: 'Relay' },
    routeOver: (route: string, over?: 'udp' | 'tcp' | 'tls') =>
      over === undefined ? route : `${route} over ${over.toUpperCase()}`,
    reason: 'Reason',
    reasons: {
      'turn-only': 'This room uses TURN only',
      'udp-blocked': 'UDP is blocked on this network',
      'no-direct-path': 'No direct path was found',
    },
    delay: 'Delay',
    roundTrip: 'Round trip',
    resolution: 'Resolution',
    frameRate: 'Frame rate',
    freezes: 'Freezes',
    droppedFrames: 'Dropped frames',
    packetsLost: 'Packets lost',
    dataRate: 'Data rate',
    decoder: 'Decoder',
    window: 'Window',
    browser: 'Browser',
    time: 'Time',
    milliseconds: (ms: number) => `${Math.round(ms)} ms`,
    size: (width: number, height: number) => `${width} × ${height}`,
    fps: (fps: number) => `${Math.round(fps)} fps`,
    lost: (packets: number, share: number) => `${packets} (${(share * 100).toFixed(1)}%)`,
    kbps: (kbps: number) => (kbps >= 1_000 ? `${(kbps / 1_000).toFixed(1)} Mbit/s` : `${Math.round(kbps)} kbit/s`),
    decodeTime: (ms: number) => `${ms} ms per frame`,
    windowOf: (size: string, pixelRatio: number, scale: number) =>
      `${size}, pixel ratio ${pixelRatio}, zoom ${percent(scale)}`,
  },

  debug: { title: 'Debug log', close: 'Close debug log' },
} as const;
