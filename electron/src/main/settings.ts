/** The presenter's settings, kept in one JSON file of the user's profile. */
import ElectronStore from 'electron-store';
import { existsSync } from 'node:fs';
import { defaultSettings, SettingsSchema, withChange, type Settings } from '@lectern/bridge';
import { moveAside } from './move-aside.ts';
import { join } from 'node:path';

type Change = Parameters<typeof withChange>[1];

export class SettingsFile {
  readonly #store: ElectronStore<Settings>;
  #settings: Settings;
  readonly #listeners = new Set<(settings: Settings) => void>();
  /** Where a file went that could not be read, so that the settings began anew; null where all was well. */
  readonly keptAs: string | null;

  private constructor(store: ElectronStore<Settings>, settings: Settings, keptAs: string | null) {
    this.#store = store;
    this.#settings = settings;
    this.keptAs = keptAs;
  }

  /** A file that is not ours or not whole is moved aside, and the settings start anew. */
  static open(folder: string, log: (message: string) => void): SettingsFile {
    try {
      return SettingsFile.#read(folder, null);
    } catch (error) {
      const path = join(folder, 'settings.json');
      if (!existsSync(path)) throw error; // The folder is at fault, not the file.
      const keptAs = moveAside(path);
      log(`the settings could not be read, so they start anew; the old file is kept as ${keptAs}`);
      return SettingsFile.#read(folder, keptAs);
    }
  }

  static #read(folder: string, keptAs: string | null): SettingsFile {
    const store = new ElectronStore<Settings>({ cwd: folder, name: 'settings', clearInvalidConfig: false });
    return new SettingsFile(store, SettingsSchema.parse({ ...defaultSettings, ...store.store }), keptAs);
  }

  get current(): Settings {
    return this.#settings;
  }

  /** Keeps the change, tells the listeners, gives the whole back. */
  update(change: Change): Settings {
    const settings = withChange(this.#settings, change);
    this.#store.set({ ...settings });
    this.#settings = settings;
    for (const listener of this.#listeners) listener(settings);
    return settings;
  }

  /** Returns the unsubscribe. */
  onChange(listener: (settings: Settings) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
