/** In the settings: where recordings go and how much room there is. */
import { useCallback, useEffect, useState } from 'react';
import type { RecordingPlace } from '@lectern/bridge';
import type { Studio } from '../../session/studio.ts';
import { expectedWords, sizeWords } from './recording-words.ts';
import './recording.css';

interface RecordingSettingsProps {
  readonly studio: Studio;
  readonly close: () => void;
}

export function RecordingSettings({ studio: { desktop, host }, close }: RecordingSettingsProps) {
  const [place, setPlace] = useState<RecordingPlace | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const ask = useCallback((question: Promise<RecordingPlace | null>): void => {
    question.then(
      (answer) => answer && setPlace(answer),
      (error: unknown) => setProblem(error instanceof Error ? error.message : String(error)),
    );
  }, []);
  useEffect(() => ask(desktop.describeRecordingPlace()), [ask, desktop]);
  return (
    <div className="recording-settings">
      {host.kind === 'browser' && (
        <p>Your browser asks where to keep each recording. Leave the tab open until it is finished.</p>
      )}
      {place !== null && (
        <div role="group" aria-label="Folder for recordings">
          <h3>Recordings go to</h3>
          <output>{place.folder}</output>
          {place.freeBytes !== null && (
            <p className="note">
              {sizeWords(place.freeBytes)} free. {expectedWords}
            </p>
          )}
          <button type="button" onClick={() => ask(desktop.chooseRecordingFolder())}>
            Choose another folder
          </button>
        </div>
      )}
      {problem !== null && (
        <p className="note problem" role="alert">
          {problem}
        </p>
      )}
      <footer>
        <button type="button" className="primary" onClick={close}>
          Done
        </button>
      </footer>
    </div>
  );
}
