/** The watch link, one click away at all times: to read, to copy, to scan. */
import { useEffect, useRef, useState } from 'react';
import { QRCodeSVG } from 'qrcode.react';
import { Icon } from './icons.tsx';

interface LinkBarProps {
  readonly watchUrl: string | null;
  readonly copy: (text: string) => Promise<void>;
}

const SAID_MS = 2_000;

export function LinkBar({ watchUrl, copy }: LinkBarProps) {
  const [said, setSaid] = useState<'copied' | 'failed' | null>(null);
  const qr = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (said === null) return undefined;
    const timer = setTimeout(() => setSaid(null), SAID_MS);
    return () => clearTimeout(timer);
  }, [said]);
  if (watchUrl === null) {
    return <div className="link-bar quiet">Your watch link appears once the service answers.</div>;
  }
  return (
    <div className="link-bar">
      <output className="link" aria-label="Watch link">
        {watchUrl}
      </output>
      <button
        type="button"
        onClick={() =>
          void copy(watchUrl).then(
            () => setSaid('copied'),
            () => setSaid('failed'),
          )
        }
        aria-label="Copy the watch link"
      >
        <Icon name="copy" />
        <span aria-live="polite">
          {said === 'copied' ? 'Copied' : said === 'failed' ? 'Select it and copy' : 'Copy'}
        </span>
      </button>
      <button type="button" onClick={() => qr.current?.showModal()} aria-label="Show the watch link as a QR code">
        <Icon name="qr" />
        QR
      </button>
      <dialog className="sheet qr" ref={qr} aria-label="Watch link as a QR code">
        <QRCodeSVG value={watchUrl} size={320} marginSize={4} title={watchUrl} />
        <p>{watchUrl}</p>
        <form method="dialog">
          <button type="submit" autoFocus>
            Done
          </button>
        </form>
      </dialog>
    </div>
  );
}
