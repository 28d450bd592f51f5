/** The button that records, beside how it is going. Red is for live only: a recording is a reel, in the ink of the text. */
import { useEffect, useState } from 'react';
import type { Recording } from '../../recording/recording.ts';
import type { RecordingState } from '../../recording/recording-state.ts';
import { Icon } from '../icons.tsx';
import { useStore } from '../use-store.ts';
import { elapsedWords, isSpaceLow, roomMinutes, roomWords, sizeWords } from './recording-words.ts';
import './recording.css';

const labels: Record<RecordingState['name'], string> = {
  idle: 'Record',
  starting: 'Starting…',
  recording: 'Stop recording',
  finishing: 'Finishing…',
  kept: 'Record',
  failed: 'Record',
};

export function RecordButton({ recording }: { readonly recording: Recording }) {
  const state = useStore(recording.state);
  const { name } = state;
  return (
    <span className="recording" data-state={name}>
      <button
        type="button"
        className="record"
        // Not `disabled`, which would take the focus away: the press after this one is the same button's.
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

/** Read on demand, not read out: a screen reader would say it each second. */
function Progress({ recorded: { startedAt, bytes, freeBytes } }: { readonly recorded: Recorded }) {
  const elapsedMs = useElapsedMs(startedAt);
  const minutes = roomMinutes({ freeBytes, bytes, elapsedMs });
  return (
    <span className="recording-progress" role="timer" aria-label="Recording">
      <span>
        <strong>{elapsedWords(elapsedMs)}</strong> <span className="size">{sizeWords(bytes)}</span>
      </span>
      {minutes !== null && <span className={isSpaceLow(freeBytes) ? 'room low' : 'room'}>{roomWords(minutes)}</span>}
    </span>
  );
}

function useElapsedMs(startedAt: number): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, []);
  return Math.max(0, now - startedAt);
}
