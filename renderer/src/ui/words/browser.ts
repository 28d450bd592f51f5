/** Only in a browser tab, where `bridge/` does what the app’s main process does otherwise. */

export const browserWords = {
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
