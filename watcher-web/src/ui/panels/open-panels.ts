/** Which panels are open: one sheet in front of the picture, the others beside it. */
import { Store, type ReadableStore } from '@lectern/state';

export type SheetName = 'settings' | 'shortcuts';
export type SidePanel = 'statistics' | 'debug';

export class OpenPanels {
  readonly #sheet = new Store<SheetName | 'none'>('none');
  readonly #side: Readonly<Record<SidePanel, Store<boolean>>>;

  constructor({ isDebugOpen }: { readonly isDebugOpen: boolean }) {
    this.#side = { statistics: new Store(false), debug: new Store(isDebugOpen) };
  }

  get sheet(): ReadableStore<SheetName | 'none'> {
    return this.#sheet;
  }

  /** Whether this panel is open. */
  side(panel: SidePanel): ReadableStore<boolean> {
    return this.#side[panel];
  }

  openSheet(sheet: SheetName): void {
    this.#sheet.set(sheet);
  }

  /** Does nothing if another sheet is open: a dialog's `close` event may come late. */
  closeSheet(sheet: SheetName): void {
    if (this.#sheet.get() === sheet) this.#sheet.set('none');
  }

  toggleSheet(sheet: SheetName): void {
    if (this.#sheet.get() === sheet) this.closeSheet(sheet);
    else this.openSheet(sheet);
  }

  toggleSide(panel: SidePanel): void {
    this.#side[panel].set(!this.#side[panel].get());
  }
}
