/** Which panels are open: one in front of everything at a time, and the statistics beside the picture. */
import { Store, type ReadableStore } from '@lectern/state';

export type Sheet = 'settings' | 'keys';

export class Panels {
  readonly #sheet = new Store<Sheet | 'none'>('none');
  readonly #statistics = new Store<'open' | 'closed'>('closed');

  get sheet(): ReadableStore<Sheet | 'none'> {
    return this.#sheet;
  }

  get statistics(): ReadableStore<'open' | 'closed'> {
    return this.#statistics;
  }

  open(sheet: Sheet): void {
    this.#sheet.set(sheet);
  }

  /** Only if it is still the one that is open: its last word may come when another is open already. */
  close(sheet: Sheet): void {
    if (this.#sheet.get() === sheet) this.#sheet.set('none');
  }

  toggle(sheet: Sheet): void {
    if (this.#sheet.get() === sheet) this.close(sheet);
    else this.open(sheet);
  }

  toggleStatistics(): void {
    this.#statistics.set(this.#statistics.get() === 'open' ? 'closed' : 'open');
  }
}
