/** The sentences that the bridge in a browser shows. `ui/words.ts` has them, beside all others. */
import type { LiveReport } from '@lectern/bridge';

export interface BrowserWords {
  readonly tabTitle: Readonly<Record<LiveReport['air'], string>>;
  readonly needsSecurePage: string;
  readonly noHost: (status: number) => string;
  readonly cannotRecord: string;
  /** In the browser's file dialog. */
  readonly fileType: string;
  readonly cannotWrite: string;
  readonly diskFull: string;
  readonly diskGone: string;
  readonly notSaved: string;
}
