/** Publishing to another server, and what other programs publish into the room. */

export const publishingWords = {
  publishing: {
    legend: 'Send the picture to another server as well',
    meaning:
      'While you are live, that server gets what your watchers see, such as MediaMTX, Broadcast Box or a platform that takes WHIP. It costs your upload as much as one more watcher.',
    address: 'WHIP address',
    addressExample: 'https://live.example/whip',
    saveAddress: 'Save address',
    notAnAddress: 'That is not an address that Lectern can publish to. It begins with https://.',
    on: 'Send it there while live',
    addressFirst: 'Save an address first.',
    seesAddress: 'That server sees your network address, also where your room hides addresses.',
    token: {
      key: 'Bearer token',
      keySaved: 'Your token is saved.',
      saveKey: 'Save token',
      changeKey: 'Change token',
      changeKeyLabel: (host: string): string => `Change token for ${host}`,
      forgetKey: 'Forget token',
      forgetKeyLabel: (host: string): string => `Forget token for ${host}`,
    },
    connecting: (host: string): string => `Connecting to ${host}…`,
    live: (host: string): string => `Also live at ${host}`,
    again: 'Try again',
    triesAgain: 'Lectern tries again.',
    trouble: {
      unreachable: (host: string): string => `${host} does not answer.`,
      unauthorized: (host: string): string => `${host} does not accept your token. Check it in the settings.`,
      'not-found': (host: string): string => `${host} takes nothing at this address at present.`,
      'not-whip': (host: string): string => `${host} does not speak WHIP at this address. Check it in the settings.`,
      'in-use': (host: string): string => `Somebody else publishes at ${host}.`,
      'offer-refused': (host: string): string => `${host} does not take what Lectern sends.`,
      busy: (host: string): string => `${host} has too much to do.`,
      'no-path': (host: string): string => `${host} answers, but the picture does not get through to it.`,
      'no-picture': (host: string): string => `${host} does not take pictures in VP8.`,
      lost: (host: string): string => `The connection to ${host} is lost.`,
    },
  },

  streams: {
    legend: 'Let another program publish here',
    on: 'Allow it',
    meaning:
      'OBS or another encoder that speaks WHIP publishes at your service, and players that speak WHEP show it. Your watchers see it while you are not live.',
    asking: 'Waiting for the service…',
    unavailable: 'This service has no relay, which this needs.',
    publish: 'To publish (WHIP)',
    play: 'To play (WHEP)',
    copyAddress: 'Copy address',
    copyToken: 'Copy token',
    newTokens: 'New tokens',
    /** The presenter is not live. */
    shown: {
      live: 'Another program is live. Your watchers see it until you go live.',
      away: 'The other program has stopped sending. Your watchers wait for it.',
    },
    /** The presenter is live. */
    behind: {
      live: 'Another program publishes as well. Your watchers see you.',
      away: 'The other program has stopped sending. Your watchers see you.',
    },
  },
};
