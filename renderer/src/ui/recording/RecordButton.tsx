/** The record button and the progress. The icon is a reel, because red is for live only. */
import { useEffect, useState } from 'react';
import type { Recording } from '../../recording/recording.ts';
import type { RecordingState } from '../../recording/recording-state.ts';
import { RECORDING_CLOCK_INTERVAL_MS } from '../../policy/ui.ts';
import { elapsedText, sizeText } from '../figures.ts';
import { Icon } from '../icons.tsx';
import { useStore } from '../use-store.ts';
import { words } from '../words.ts';
import { isSpaceLow, minutesLeft, spaceText } from './recording-text.ts';
import './recording.css';

const say = words.recording;
const labels: Record<RecordingState['name'], string> = {
  idle: say.record,
  starting: say.starting,
  recording: say.stop,
  finishing: say.finishing,
  saved: say.record,
  empty: say.record,
  failed: say.record,
};

export function RecordButton({ recording }: { readonly recording: Recording }) {
  const state = useStore(recording.state);
  const { name } = state;
  return (
    <span className="recording" data-state={name}>
      <button
        type="button"
        className="record"
        // Not `disabled`, which would lose the focus: the next press is on this button again.
        aria-disabled={name === 'starting' || name === 'finishing'}
        onClick={() => (name === 'recording' ? recording.stop() : recording.start())}
      >
        <Icon name="reel" />
        {labels[name]}
      </button>
      {state.name === 'recording' && <Progress recorded={state} />}
    </span>
  );
}

type Recorded = Extract<RecordingState, { name: 'recording' }>;

/** A timer is read on demand. A live region would be read out every second. */
function Progress({ recorded: { startedAt, bytes, freeBytes } }: { readonly recorded: Recorded }) {
  const elapsedMs = useElapsedMs(startedAt);
  const minutes = minutesLeft({ freeBytes, bytes, elapsedMs });
  return (
    <span className="recording-progress" role="timer" aria-label={say.label}>
      <span>
        <strong>{elapsedText(elapsedMs)}</strong> <span className="size">{sizeText(bytes)}</span>
      </span>
      {minutes !== null && <span className={isSpaceLow(freeBytes) ? 'space low' : 'space'}>{spaceText(minutes)}</span>}
    </span>
  );
}

function useElapsedMs(startedAt: number): number {
  const [now, setNow] = useState(() => performance.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(performance.now()), RECORDING_CLOCK_INTERVAL_MS);
    return () => clearInterval(timer);
  }, []);
  return Math.max(0, now - startedAt);
}
