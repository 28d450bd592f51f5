/**
 * The watch link, the status line, the bar at the bottom, the control strip, and what is said
 * when the app closes or restarts.
 */
import {
  appTooOld,
  keyNeeded,
  keyRefused,
  noAnswer,
  serviceTooOld,
  signInExpired,
  signInNeeded,
  signInRefused,
} from './sentences.ts';

export const windowWords = {
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
};
