/** Saves where the windows are, so that they open there at the next start. */
import { screen, type BrowserWindow } from 'electron';
import { join } from 'node:path';
import { readReplaceableJson, writeJson } from '../files/json-file.ts';
import type { Saving } from '../files/saving.ts';
import type { Logger } from '../log/logger.ts';
import { WINDOW_SETTLE_MS } from '../policy.ts';
import { placeMain, Placements, type Display, type MainPlacement, type Point } from './window-bounds.ts';

export const listDisplays = (): readonly Display[] =>
  screen.getAllDisplays().map(({ id, workArea }) => ({ id: String(id), workArea }));

export class WindowPlacements {
  readonly #path: string;
  readonly #saving: Saving;
  #placements: Placements;
  #timer: NodeJS.Timeout | undefined;

  constructor(folder: string, saving: Saving, log: Logger) {
    this.#path = join(folder, 'window-state.json');
    this.#saving = saving;
    this.#placements = readReplaceableJson(this.#path, Placements, log) ?? {};
  }

  get strip(): Point | undefined {
    return this.#placements.strip;
  }

  /** Where the main window opens. Without bounds the system decides. */
  get main(): MainPlacement {
    const { main } = this.#placements;
    return { bounds: placeMain(main, listDisplays()), isMaximised: main?.isMaximised ?? false };
  }

  watchMain(window: BrowserWindow): void {
    const save = (): void => {
      if (window.isDestroyed() || window.isMinimized() || window.isFullScreen()) return;
      // The normal bounds are those of the window when it is not maximised.
      const main = { bounds: window.getNormalBounds(), isMaximised: window.isMaximized() };
      this.#saveSoon({ ...this.#placements, main });
    };
    for (const event of ['resize', 'move', 'maximize', 'unmaximize'] as const) window.on(event as 'resize', save);
    window.on('close', () => {
      save();
      this.flush();
    });
  }

  saveStrip(place: Point): void {
    this.#saveSoon({ ...this.#placements, strip: place });
  }

  /** Writes a change that still waits. */
  flush(): void {
    if (this.#timer === undefined) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#saving.save('window places', () => writeJson(this.#path, this.#placements));
  }

  #saveSoon(placements: Placements): void {
    this.#placements = placements;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.flush(), WINDOW_SETTLE_MS);
  }
}
