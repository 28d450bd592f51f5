/** One calm line when a new version of the app has been fetched. Off air only: nothing restarts under a presenter. */
import { useEffect, useState } from 'react';
import { isRecording } from '../../recording/recording-state.ts';
import type { Studio } from '../../session/studio.ts';
import { useStore } from '../use-store.ts';
import { shortVersion } from './short-version.ts';
import '../quiet-line.css';

interface UpdateLineProps {
  readonly studio: Pick<Studio, 'desktop' | 'recording'>;
  readonly isOnAir: boolean;
}

export function UpdateLine({ studio: { desktop, recording }, isOnAir }: UpdateLineProps) {
  const isBusy = isRecording(useStore(recording.state)) || isOnAir;
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
    <div className="quiet-line" role="status">
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
