/** The settings in a browser, in local storage. A change in another tab arrives here as well. */
import { defaultSettings, SettingsChange, SettingsSchema, withChange, type Settings } from '@lectern/bridge';

const KEY = 'lectern:settings';

export class BrowserSettings {
  readonly #storage: Pick<Storage, 'getItem' | 'setItem'>;
  readonly #listeners = new Set<(settings: Settings) => void>();

  /** The key under which unreadable settings were put aside; null where they could be read. */
  movedTo: string | null = null;

  constructor(storage: Pick<Storage, 'getItem' | 'setItem'>) {
    this.#storage = storage;
  }

  /** Settings that cannot be read are put aside under another key, and the defaults apply. */
  read(): Settings {
    const text = this.#storage.getItem(KEY);
    if (text === null) return defaultSettings;
    try {
      return SettingsSchema.parse({ ...defaultSettings, ...JSON.parse(text) });
    } catch {
      this.movedTo = `${KEY}:unreadable`;
      this.#storage.setItem(this.movedTo, text);
      this.#storage.setItem(KEY, JSON.stringify(defaultSettings));
      return defaultSettings;
    }
  }

  update(change: Partial<Settings>): Settings {
    const settings = withChange(this.read(), SettingsChange.parse(change));
    this.#storage.setItem(KEY, JSON.stringify(settings));
    for (const listener of this.#listeners) listener(settings);
    return settings;
  }

  /** Returns the unsubscribe. */
  onChange(listener: (settings: Settings) => void): () => void {
    const fromAnotherTab = (event: StorageEvent): void => {
      if (event.key === KEY) listener(this.read());
    };
    this.#listeners.add(listener);
    addEventListener('storage', fromAnotherTab);
    return () => {
      this.#listeners.delete(listener);
      removeEventListener('storage', fromAnotherTab);
    };
  }
}
