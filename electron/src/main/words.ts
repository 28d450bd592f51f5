/**
 * Every sentence that the main process shows: menus, tray, notifications, dialogs and errors. A
 * second language goes here.
 */
import type { LiveReport } from '@lectern/bridge';

export const menuWords = {
  app: 'Lectern',
  settings: 'Settings…',
  live: 'Live',
  view: 'View',
  pause: 'Pause',
  resume: 'Resume',
  mute: 'Mute',
  unmute: 'Unmute',
  cameraOff: 'Turn camera off',
  cameraOn: 'Turn camera on',
  goLive: 'Go live',
  stop: 'Stop',
  stopForEveryone: 'Stop for everyone',
  open: 'Open Lectern',
  showLogs: 'Show log files',
  quit: 'Quit Lectern',
} as const;

export const windowTitles = { main: 'Lectern', strip: 'Lectern controls' } as const;

export function trayTooltip({ air, trouble, watching, microphoneOn }: LiveReport): string {
  if (air === 'off') return 'Lectern';
  const state = air === 'paused' ? 'Paused' : 'Live';
  if (trouble !== null) return `Lectern: ${state}. ${trouble}`;
  const microphone = microphoneOn ? '' : ', microphone off';
  return `Lectern: ${state}, ${watching} watching${microphone}`;
}

export const noticeWords = {
  paused: 'Paused',
  live: 'You are live',
  unseen: { title: 'Your watchers see no picture', body: 'The connection to them is lost. Lectern is reconnecting.' },
  stillPaused: { title: 'Still paused', body: 'Press the shortcut twice to resume.' },
  pageCrashed: 'Lectern’s window closed unexpectedly. It is coming back.',
} as const;

export const liveWords = {
  stopForService: 'You are live. Stop first to use another service.',
  stopForRoom: 'You are live. Stop first to open another room.',
} as const;

export const roomWords = {
  notOurs: 'This app does not hold the key of that room.',
  otherService: 'That is not the service in use.',
  unknown: 'There is no such room in your list.',
  inUse: 'This room is in use. Open another one first.',
  locked: 'The key of that room can’t be opened on this computer.',
  notStored: 'The key of the new room could not be saved. Is the disk full?',
  fileType: 'Lectern room',
  exportTitle: 'Save the room’s file',
  importTitle: 'Choose a room’s file',
  fileNotWritten: 'The room’s file could not be saved there. Choose another place.',
  notARoomFile: 'That is not the file of a room, or it is damaged.',
  newerRoomFile: 'That file comes from a newer version of Lectern. Update this one first.',
  wrongPassphrase: 'The passphrase does not open that file, or the file was changed.',
  alreadyHere: 'That room is in your list already.',
  withdrawnHere: 'The link of that room was replaced on this computer. Delete the old link first to use it again.',
} as const;

export const serviceWords = {
  notAnAddress: 'That is not the address of a service. It should look like https://lectern.example.',
  needsHttps: 'Outside your own network, a service needs an address with https.',
  brokenLink: 'This enrolment link is incomplete. Ask the admin to send it again.',
  inUse: 'This service is in use. Switch to another one first.',
  oldQuestion: 'This question is out of date: another link has arrived since.',
} as const;

export const signInWords = {
  /** In the browser, after the identity provider has sent it back. */
  backToApp: 'You can close this page and go back to Lectern.',
  notSignedIn: 'You are not signed in. Go back to Lectern to try again.',
  noSignIn: 'This service has no sign-in.',
  serviceAway: 'The service can’t be reached, so you can’t sign in there now.',
  providerAway: 'The page to sign in can’t be reached. Check your network, or try again later.',
  serviceCannotCheck: 'The service can’t reach the identity provider, so it can’t check your sign-in. Try again later.',
  refused: 'You are signed in, but this service doesn’t let you present. Ask its admin.',
  notAccepted: 'The service doesn’t accept this sign-in. Ask its admin to check how it is set up.',
  denied: 'The sign-in was not completed. Try again.',
  tooLate: 'The sign-in took too long. Try again.',
  busy: 'Too many sign-ins right now. Try again in a minute.',
  unsafe: 'This service names a page to sign in that is not safe to open. Ask its admin.',
  noCodes: 'This service can’t sign you in by code. Use the browser.',
  noBrowser: 'The browser could not be opened. Use a code instead, where the service offers it.',
} as const;

export const captureWords = {
  systemPicks: 'Your system shows its own choice of screens.',
  noSettings: 'Your system has no settings for that.',
  soundNeedsMacos13: 'This needs macOS 13 or newer.',
  soundNeedsPulse: 'This needs PulseAudio or PipeWire, and neither is running.',
} as const;

export const updateWords = {
  notReady: 'There is no new version to install yet.',
  busy: 'You are live or recording. The new version waits until you have stopped.',
} as const;

const OTHER_FOLDER = 'Choose another folder for recordings in the settings.';

export const recordingWords = {
  folderTitle: 'Folder for recordings',
  running: 'A recording is already running.',
  notRunning: 'Nothing is being recorded.',
  unfinished: 'The recording could not be finished. Lectern tries again at its next start.',
  notOurs: 'Lectern shows only its own recordings.',
  gone: 'The recording is no longer where it was saved.',
  diskFull: 'The disk is full.',
  diskFullAtStart: 'The disk is full. Make some space, or choose another folder for recordings in the settings.',
  writeForbidden: 'Lectern may no longer write to the disk.',
  diskGone: 'The disk can no longer be reached.',
  startForbidden: (folder: string) => `Lectern may not write to “${folder}”. ${OTHER_FOLDER}`,
  startFailed: (folder: string) => `Lectern can’t create a file in “${folder}”. ${OTHER_FOLDER}`,
  tooLittleSpace: (folder: string, megabytes: number) =>
    `There is too little space for a recording in “${folder}” (${megabytes} MB). Make some space, or choose another folder in the settings.`,
} as const;

export const errorWords = {
  notOurPage: 'Only the app itself may ask for this.',
  unknownRequest: 'The app was asked for something that it does not know.',
  unexpected: 'Something in the app went wrong. Trying again may help.',
} as const;
