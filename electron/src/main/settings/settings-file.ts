/** The presenter's settings, in one JSON file of the user's profile. */
import { join } from 'node:path';
import { readSavedSettings, savedFormOf, withChange, type Settings } from '@lectern/bridge';
import * as z from 'zod/mini';
import { readJson, whyUnreadable, writeJson } from '../files/json-file.ts';
import { moveAside } from '../files/move-aside.ts';
import type { Saving } from '../files/saving.ts';
import type { Logger } from '../log/logger.ts';

type Change = Parameters<typeof withChange>[1];

/** Settings of newer versions stay in the file: the next version may need them. */
const AnyObject = z.record(z.string(), z.unknown());
type AnyObject = z.infer<typeof AnyObject>;

export class SettingsFile {
  readonly #path: string;
  readonly #saving: Saving;
  readonly #others: AnyObject;
  #settings: Settings;
  readonly #listeners = new Set<(settings: Settings) => void>();
  /**
   * New path of a file that could not be read, so that the defaults are used; null where all was
   * well.
   */
  readonly movedTo: string | null;

  private constructor(path: string, saving: Saving, content: AnyObject, movedTo: string | null) {
    this.#path = path;
    this.#saving = saving;
    this.#others = content;
    this.#settings = readSavedSettings(content);
    this.movedTo = movedTo;
  }

  /** A damaged file, or one with settings that are not valid, is moved aside. */
  static open(folder: string, saving: Saving, log: Logger): SettingsFile {
    const path = join(folder, 'settings.json');
    try {
      return new SettingsFile(path, saving, readJson(path, AnyObject) ?? {}, null);
    } catch (error) {
      const movedTo = moveAside(path);
      log.error(
        `the settings could not be read (${whyUnreadable(error)}), so the defaults are used; moved to ${movedTo}`,
      );
      return new SettingsFile(path, saving, {}, movedTo);
    }
  }

  get current(): Settings {
    return this.#settings;
  }

  /**
   * Notifies the subscribers, then saves the change, and returns all settings. A change that cannot
   * be saved is in effect all the same.
   */
  update(change: Change): Settings {
    const settings = withChange(this.#settings, change);
    this.#settings = settings;
    for (const listener of this.#listeners) listener(settings);
    this.#saving.save('settings', () => writeJson(this.#path, { ...this.#others, ...savedFormOf(this.#settings) }));
    return settings;
  }

  /** Returns the unsubscribe. */
  subscribe(listener: (settings: Settings) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
