/** One calm line when a new version of the app has been fetched. Off air only: nothing restarts under a presenter. */
import { useEffect, useState } from 'react';
import type { DesktopApi } from '@lectern/electron/bridge';
import { shortVersion } from './short-version.ts';
import './update-line.css';

interface UpdateLineProps {
  readonly desktop: Pick<DesktopApi, 'readyUpdate' | 'installUpdate' | 'on'>;
  /** Live or recording. */
  readonly isBusy: boolean;
}

export function UpdateLine({ desktop, isBusy }: UpdateLineProps) {
  const [version, setVersion] = useState<string | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  useEffect(() => {
    const unsubscribe = desktop.on('updateReady', (update) => setVersion(update.version));
    // It may have been told before this window was there.
    void desktop.readyUpdate().then((ready) => setVersion((told) => told ?? ready));
    return unsubscribe;
  }, [desktop]);

  const install = (): void => {
    desktop.installUpdate().catch((error: unknown) => {
      setTrouble(error instanceof Error ? error.message : String(error));
    });
  };
  return (
    <div className="update-line" role="status">
      {version !== null && !isBusy && (
        <>
          <span>{trouble ?? `Lectern ${shortVersion(version)} is ready. Restart to use it.`}</span>
          <button type="button" onClick={install}>
            Restart
          </button>
        </>
      )}
    </div>
  );
}
