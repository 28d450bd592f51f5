/** Keeps where the windows are, so that they open there the next time. */
import { screen, type BrowserWindow } from 'electron';
import { join } from 'node:path';
import { readSmallFile, writeSmallFile } from './small-file.ts';
import { Places, placeMain, type DisplayFacts, type Rectangle } from './window-place.ts';

/** A window that is dragged tells of each pixel. */
const SETTLE_MS = 400;

export const displayFacts = (): readonly DisplayFacts[] =>
  screen.getAllDisplays().map(({ id, workArea }) => ({ id: String(id), workArea }));

export class WindowKeeper {
  readonly #path: string;
  readonly #log: (message: string) => void;
  #places: Places;
  #timer: NodeJS.Timeout | undefined;

  constructor(folder: string, log: (message: string) => void) {
    this.#path = join(folder, 'window-state.json');
    this.#log = log;
    this.#places = readSmallFile(this.#path, Places, log) ?? {};
  }

  get strip(): Places['strip'] {
    return this.#places.strip;
  }

  /** Where the main window is to open; without bounds the system decides. */
  get main(): { readonly bounds: Rectangle | undefined; readonly isMaximised: boolean } {
    const { main } = this.#places;
    return { bounds: placeMain(main, displayFacts()), isMaximised: main?.isMaximised ?? false };
  }

  keepMain(window: BrowserWindow): void {
    const note = (): void => {
      if (window.isDestroyed() || window.isMinimized() || window.isFullScreen()) return;
      // The bounds that it has when it is not maximised.
      this.#keep({ ...this.#places, main: { bounds: window.getNormalBounds(), isMaximised: window.isMaximized() } });
    };
    for (const event of ['resize', 'move'] as const) window.on(event as 'resize', note);
    window.on('maximize', note);
    window.on('unmaximize', note);
    window.on('close', () => {
      note();
      this.flush();
    });
  }

  keepStrip(place: { readonly x: number; readonly y: number }): void {
    this.#keep({ ...this.#places, strip: place });
  }

  /** Writes what is still waiting to be. */
  flush(): void {
    if (this.#timer === undefined) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    try {
      writeSmallFile(this.#path, this.#places);
    } catch (error) {
      this.#log(`the windows' places could not be kept: ${error instanceof Error ? error.message : 'unknown'}`);
    }
  }

  #keep(places: Places): void {
    this.#places = places;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.flush(), SETTLE_MS);
  }
}
