/** Lists the screens and windows that can be shared, repeatedly, while the presenter chooses. */
import log from 'loglevel';
import type { DesktopApi, ScreenList, ScreenListing } from '@lectern/bridge';
import { SCREEN_LIST_INTERVAL_MS } from '../policy/capture.ts';

const logger = log.getLogger('capture');

export type AvailableScreens =
  | { readonly name: 'loading' }
  | { readonly name: 'listed'; readonly screens: readonly ScreenListing[] }
  | { readonly name: 'denied' }
  /** `reason`: a sentence of the machine; null without one. */
  | { readonly name: 'failed'; readonly reason: string | null };

/** Calls `listener` with each list; returns the unsubscribe. */
export function watchScreens(
  desktop: Pick<DesktopApi, 'listScreens'>,
  listener: (screens: AvailableScreens) => void,
): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isStopped = false;
  const poll = async (): Promise<void> => {
    const screens = await desktop.listScreens().then(screensOf, failureOf);
    if (isStopped) return;
    listener(screens);
    timer = setTimeout(() => void poll(), SCREEN_LIST_INTERVAL_MS);
  };
  void poll();
  return () => {
    isStopped = true;
    clearTimeout(timer);
  };
}

const screensOf = (list: ScreenList): AvailableScreens =>
  list.kind === 'denied' ? { name: 'denied' } : { name: 'listed', screens: list.screens };

const failureOf = (error: unknown): AvailableScreens => {
  logger.debug('The screens were not listed:', error);
  return { name: 'failed', reason: error instanceof Error ? error.message : null };
};
