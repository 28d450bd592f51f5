/** Recording in the settings: the folder, and how much space is left there. */
import { useCallback, useEffect, useState } from 'react';
import type { RecordingFolder } from '@lectern/bridge';
import { sizeText } from '../figures.ts';
import { Problem } from '../Problem.tsx';
import type { SettingsSectionProps } from '../settings/section.tsx';
import { useAttempt } from '../use-attempt.ts';
import { words } from '../words.ts';
import './recording.css';

const say = words.recording;

export function RecordingSettings({ studio: { desktop, host } }: SettingsSectionProps) {
  const [place, setPlace] = useState<RecordingFolder | null>(null);
  const { problem, attempt } = useAttempt();
  const update = useCallback(
    (work: Promise<RecordingFolder | null>): void => {
      void attempt(work).then((answer) => answer && setPlace(answer));
    },
    [attempt],
  );
  useEffect(() => update(desktop.describeRecordingFolder()), [update, desktop]);
  return (
    <>
      {host.kind === 'browser' && <p>{say.inBrowser}</p>}
      {place !== null && (
        <div className="recording-folder" role="group" aria-label={say.folderLabel}>
          <h3>{say.folder}</h3>
          <output>{place.folder}</output>
          {place.freeBytes !== null && <p className="note">{say.space(sizeText(place.freeBytes))}</p>}
          <button type="button" onClick={() => update(desktop.chooseRecordingFolder())}>
            {say.chooseFolder}
          </button>
        </div>
      )}
      <Problem text={problem} />
    </>
  );
}
