/** The settings of a presenter in a browser, in the page's local storage; another tab's change arrives here as well. */
import { defaultSettings, SettingsChange, SettingsSchema, withChange, type Settings } from '@lectern/bridge';

const KEY = 'lectern:settings';

export class BrowserSettings {
  readonly #storage: Pick<Storage, 'getItem' | 'setItem'>;
  readonly #listeners = new Set<(settings: Settings) => void>();

  /** The name under which settings are kept that could not be read; null where all was well. */
  keptAs: string | null = null;

  constructor(storage: Pick<Storage, 'getItem' | 'setItem'>) {
    this.#storage = storage;
  }

  /** What cannot be read is kept under another name, and the settings start anew. */
  read(): Settings {
    const text = this.#storage.getItem(KEY);
    if (text === null) return defaultSettings;
    try {
      return SettingsSchema.parse({ ...defaultSettings, ...JSON.parse(text) });
    } catch {
      this.keptAs = `${KEY}:unreadable`;
      this.#storage.setItem(this.keptAs, text);
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
