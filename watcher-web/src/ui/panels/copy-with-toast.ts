/** Copies text, and says in a toast whether that worked. */
import { errorName } from '@lectern/rtc';
import copy from 'copy-to-clipboard';
import loglevel from 'loglevel';
import { LONG_TOAST_MS } from '../../policy.ts';
import type { Controls } from '../controls.ts';
import { words } from '../words.ts';

const log = loglevel.getLogger('ui');

async function copyText(text: string): Promise<void> {
  if (!(await copy(text))) throw new Error('the browser refused to copy');
}

export const copyWithToast =
  ({ toast }: Controls) =>
  (text: string): void =>
    void copyText(text).then(
      () => toast.show(words.toasts.copied),
      (error: unknown) => {
        log.debug(`not copied: ${errorName(error)}`);
        toast.show(words.toasts.notCopied, LONG_TOAST_MS);
      },
    );
