/** What a tab can do around being live: the browser asks before the tab is closed, the display stays awake, the tab's title says it. */
import type { DesktopCalls, LiveReport } from '@lectern/bridge';

const askFirst = (event: BeforeUnloadEvent): void => event.preventDefault();

let awake: Promise<WakeLockSentinel | null> | null = null;

/** A browser takes the lock back whenever the tab is hidden, and may refuse it: on battery, for example. */
function holdAwake(isNeeded: boolean): void {
  if (isNeeded && awake === null && document.visibilityState === 'visible' && 'wakeLock' in navigator) {
    awake = navigator.wakeLock.request('screen').catch(() => null);
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

const titles: Readonly<Record<LiveReport['air'], string>> = {
  off: 'Lectern',
  live: '● Live – Lectern',
  paused: 'Paused – Lectern',
};

let isNeeded = false;

export const browserLive: Pick<DesktopCalls, 'reportLive' | 'takeReturn' | 'answerClose' | 'describeShortcuts'> = {
  reportLive: async ({ air, recording }) => {
    document.title = titles[air];
    isNeeded = air !== 'off' || recording;
    holdAwake(isNeeded);
    if (isNeeded) addEventListener('beforeunload', askFirst);
    else removeEventListener('beforeunload', askFirst);
  },
  // A tab that crashed is opened again by a person, who presses Go live.
  takeReturn: async () => null,
  answerClose: async () => undefined,
  describeShortcuts: async () => ({ pause: 'none', microphone: 'none' }),
};

document.addEventListener('visibilitychange', () => holdAwake(isNeeded));
