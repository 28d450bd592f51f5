/** The sources, and the window that chooses a screen. */

const privacySettings = 'Allow it in the system’s privacy settings.';
const deviceTrouble = (device: string) => ({
  blocked: `The system doesn’t let Lectern use the ${device}. ${privacySettings}`,
  missing: `No ${device} found. Plug one in and it appears here.`,
  busy: `Another program is using this ${device}. Close that program, or choose another ${device}.`,
  unplugged: `The ${device} was unplugged. Plug it back in to use it again.`,
});

export const sourcesWords = {
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
};
