/** Live in a tab: the browser asks before closing, the display stays on, the title says so. */
import type { DesktopCalls } from '@lectern/bridge';
import loglevel from 'loglevel';
import type { BrowserWords } from './browser-words.ts';

const log = loglevel.getLogger('bridge');

const askBeforeClosing = (event: BeforeUnloadEvent): void => event.preventDefault();

let awake: Promise<WakeLockSentinel | null> | null = null;

/** Browsers release the lock whenever the tab is hidden. They may refuse it, as on battery. */
function holdAwake(isNeeded: boolean): void {
  if (isNeeded && awake === null && document.visibilityState === 'visible' && 'wakeLock' in navigator) {
    awake = navigator.wakeLock.request('screen').catch((error: unknown) => {
      log.debug('The display may turn off:', error);
      return null;
    });
    void awake.then((lock) =>
      lock?.addEventListener('release', () => {
        awake = null;
      }),
    );
  } else if (!isNeeded && awake !== null) {
    void awake.then((lock) => lock?.release());
    awake = null;
  }
}

let isNeeded = false;

type LiveCalls = Pick<DesktopCalls, 'reportLive' | 'claimReturn' | 'answerClose' | 'describeShortcuts'>;

export const browserLive = ({ tabTitle }: BrowserWords): LiveCalls => ({
  reportLive: async ({ air, recording }) => {
    document.title = tabTitle[air];
    isNeeded = air !== 'off' || recording;
    holdAwake(isNeeded);
    if (isNeeded) addEventListener('beforeunload', askBeforeClosing);
    else removeEventListener('beforeunload', askBeforeClosing);
  },
  // After a crash the presenter opens the tab again and presses Go live.
  claimReturn: async () => null,
  answerClose: async () => undefined,
  describeShortcuts: async () => ({ pause: 'none', microphone: 'none' }),
});

document.addEventListener('visibilitychange', () => holdAwake(isNeeded));
