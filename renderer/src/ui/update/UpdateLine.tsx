/** One line when a new version of the app is ready. Never while live or recording. */
import { useEffect, useState } from 'react';
import { isRecording } from '../../recording/recording-state.ts';
import type { Studio } from '../../session/studio.ts';
import { shortVersion } from '../figures.ts';
import { useAttempt } from '../use-attempt.ts';
import { useStore } from '../use-store.ts';
import { words } from '../words.ts';
import '../quiet-line.css';

interface UpdateLineProps {
  readonly studio: Pick<Studio, 'desktop' | 'recording'>;
  readonly isOnAir: boolean;
}

export function UpdateLine({ studio: { desktop, recording }, isOnAir }: UpdateLineProps) {
  const isBusy = isRecording(useStore(recording.state)) || isOnAir;
  const [version, setVersion] = useState<string | null>(null);
  const { problem, attempt } = useAttempt();
  useEffect(() => {
    const unsubscribe = desktop.on('updateReady', (update) => setVersion(update.version));
    // The event may have come before this window was open.
    void attempt(desktop.readyUpdate()).then((ready) => setVersion((known) => known ?? ready ?? null));
    return unsubscribe;
  }, [desktop, attempt]);

  return (
    <div className="quiet-line" role="status">
      {version !== null && !isBusy && (
        <>
          <span>{problem ?? words.update.ready(shortVersion(version))}</span>
          <button type="button" onClick={() => void attempt(desktop.installUpdate())}>
            {words.update.restart}
          </button>
        </>
      )}
    </div>
  );
}
