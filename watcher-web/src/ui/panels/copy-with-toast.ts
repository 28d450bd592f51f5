/** Copies text, and says in a toast whether that worked. */
import { errorName } from '@lectern/rtc';
import loglevel from 'loglevel';
import { LONG_TOAST_MS } from '../../policy.ts';
import type { Controls } from '../controls.ts';
import { words } from '../words.ts';

const log = loglevel.getLogger('ui');

export const copyWithToast =
  ({ copyText, toast }: Controls) =>
  (text: string): void =>
    void copyText(text).then(
      () => toast.show(words.toasts.copied),
      (error: unknown) => {
        log.debug(`not copied: ${errorName(error)}`);
        toast.show(words.toasts.notCopied, LONG_TOAST_MS);
      },
    );
