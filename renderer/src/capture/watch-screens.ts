/** What can be shared, looked at again and again while somebody is choosing. */
import type { DesktopApi, ScreenList, ScreenListing } from '@lectern/bridge';

export type ScreensShown =
  | { readonly name: 'looking' }
  | { readonly name: 'listed'; readonly screens: readonly ScreenListing[] }
  | { readonly name: 'denied' }
  | { readonly name: 'failed'; readonly message: string };

/** Between two looks: alive enough to recognise a window by, and cheap enough while live. */
const LOOK_AGAIN_MS = 1_000;

/** Tells each look; returns the end of it. */
export function watchScreens(
  desktop: Pick<DesktopApi, 'listScreens'>,
  tell: (shown: ScreensShown) => void,
): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isOver = false;
  const look = async (): Promise<void> => {
    const shown = await desktop.listScreens().then(shownOf, failureOf);
    if (isOver) return;
    tell(shown);
    timer = setTimeout(() => void look(), LOOK_AGAIN_MS);
  };
  void look();
  return () => {
    isOver = true;
    clearTimeout(timer);
  };
}

const shownOf = (list: ScreenList): ScreensShown =>
  list.kind === 'denied' ? { name: 'denied' } : { name: 'listed', screens: list.screens };

const failureOf = (error: unknown): ScreensShown => ({
  name: 'failed',
  message: error instanceof Error ? error.message : 'The screens could not be listed.',
});
