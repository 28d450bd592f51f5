/** The audience, the list of watchers, the lobby, and the details of what is sent. */

const uploadOf = (rate: string): string => `Your upload carries about ${rate}`;
const people = (count: number): string => (count === 1 ? '1 person' : `${count} people`);

export const audienceWords = {
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
    through: (watchers: number, playing: number): string =>
      `${people(watchers)} through the relay, ${playing === watchers ? 'all' : playing} with a moving picture`,
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

  /** Where the room is, and why. */
  fanOut: {
    relay: {
      uplink:
        'Your upload doesn’t carry this many people. You send your picture once, and your service’s relay passes it on.',
      setting: 'You send your picture once, and your service’s relay passes it on to everyone.',
    },
    lost: 'Your service’s relay is out of reach. As many people as your upload carries get your picture from you.',
    restoring: 'The connection to your service’s relay was lost and is being restored.',
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

  /** Details of what is sent. */
  sending: {
    open: 'Details',
    title: 'What you send',
    measuring: 'Measuring…',
    nothing: 'Nothing right now. Sending starts when you are live and someone watches.',
    columns: ['Layer', 'Resolution', 'Frame rate', 'Bitrate', 'Encoder', 'Limited by', 'Watchers'],
    receivers: (watchers: number, toRelay: boolean): string => {
      if (!toRelay) return String(watchers);
      return watchers === 0 ? 'The relay' : `${watchers} and the relay`;
    },
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
    tooSlow: 'This computer was too slow for AV1, so everybody gets VP8.',
    noLimit: 'Your upload has been fast enough so far.',
    uploadLimit: (rate: string): string => `${uploadOf(rate)}, which limits what watchers get.`,
  },
};
