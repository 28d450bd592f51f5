/** The watch link, always one click away: to read, to copy, to scan. */
import { useEffect, useRef, useState } from 'react';
import { QRCodeSVG } from 'qrcode.react';
import loglevel from 'loglevel';
import { COPY_OUTCOME_MS } from '../policy/ui.ts';
import { Icon } from './icons.tsx';
import { words } from './words.ts';

interface LinkBarProps {
  readonly watchUrl: string | null;
  readonly copy: (text: string) => Promise<void>;
}

const log = loglevel.getLogger('ui');
const { link } = words;

export function LinkBar({ watchUrl, copy }: LinkBarProps) {
  const [outcome, setOutcome] = useState<'copied' | 'copyFailed' | null>(null);
  const qr = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (outcome === null) return undefined;
    const timer = setTimeout(() => setOutcome(null), COPY_OUTCOME_MS);
    return () => clearTimeout(timer);
  }, [outcome]);
  if (watchUrl === null) {
    return <div className="link-bar quiet">{link.pending}</div>;
  }
  const copyLink = async (): Promise<void> => {
    try {
      await copy(watchUrl);
      setOutcome('copied');
    } catch (error) {
      log.debug('The watch link could not be copied:', error);
      setOutcome('copyFailed');
    }
  };
  return (
    <div className="link-bar">
      <output className="link" aria-label={link.label}>
        {watchUrl}
      </output>
      <button type="button" onClick={() => void copyLink()} aria-label={link.copyLabel}>
        <Icon name="copy" />
        <span aria-live="polite">{link[outcome ?? 'copy']}</span>
      </button>
      <button type="button" onClick={() => qr.current?.showModal()} aria-label={link.qrLabel}>
        <Icon name="qr" />
        {link.qr}
      </button>
      <dialog className="sheet qr" ref={qr} aria-label={link.qrTitle}>
        <QRCodeSVG value={watchUrl} size={320} marginSize={4} title={watchUrl} />
        <p>{watchUrl}</p>
        <form method="dialog">
          <button type="submit" autoFocus>
            {words.done}
          </button>
        </form>
      </dialog>
    </div>
  );
}
