/** One row: how it is going, and the few things one needs while talking. */
import { useEffect, useState } from 'react';
import type { LiveStatus, StripCommand } from '@lectern/bridge';
import type { ReadableStore } from '@lectern/state';
import { Icon, Mark } from '../ui/icons.tsx';
import { useStore } from '../ui/use-store.ts';
import { elapsed } from './elapsed.ts';
import { StopQuestion } from './StopQuestion.tsx';

interface ControlStripProps {
  readonly status: ReadableStore<LiveStatus>;
  readonly press: (command: StripCommand) => void;
}

export function ControlStrip({ status, press }: ControlStripProps) {
  const { report, sinceMs } = useStore(status);
  const [isStopping, setStopping] = useState(false);
  const { air, microphoneOn, cameraOn, watching, trouble } = report;
  if (isStopping && air !== 'off') {
    return <StopQuestion onStop={() => press('stop')} onStay={() => setStopping(false)} />;
  }
  return (
    <main className="strip" data-air={air} data-trouble={trouble !== null} aria-label="Live controls">
      <h1 className="unseen">Lectern controls</h1>
      <button
        type="button"
        className="plain"
        aria-label="Open Lectern"
        title="Open Lectern"
        onClick={() => press('show')}
      >
        <Mark />
      </button>
      <div className="facts" title={trouble ?? undefined}>
        <span className="state" role="status">
          <span className="shape" aria-hidden="true" />
          {stateWord(report)}
        </span>
        <span className="numbers">
          {sinceMs !== null && <Clock sinceMs={sinceMs} />}
          <span aria-label={`${watching} watching`} data-testid="strip-watching">
            <Icon name="people" />
            {watching}
          </span>
        </span>
      </div>
      <Toggle
        name="microphone"
        on={microphoneOn}
        label={microphoneOn ? 'Mute' : 'Unmute'}
        onPress={() => press('toggle-microphone')}
      />
      <Toggle
        name="camera"
        on={cameraOn}
        label={cameraOn ? 'Camera off' : 'Camera on'}
        onPress={() => press('toggle-camera')}
      />
      {air === 'paused' ? (
        <StripButton icon="play" label="Resume" onPress={() => press('resume')} />
      ) : (
        <StripButton icon="pause" label="Pause" onPress={() => press('pause')} />
      )}
      <StripButton icon="stop" label="Stop" onPress={() => setStopping(true)} />
    </main>
  );
}

function stateWord({ air, trouble }: LiveStatus['report']): string {
  if (air === 'off') return 'Off air';
  if (trouble !== null) return 'Trouble';
  return air === 'paused' ? 'Paused' : 'Live';
}

interface StripButtonProps {
  readonly icon: 'microphone' | 'camera' | 'pause' | 'play' | 'stop';
  readonly label: string;
  readonly onPress: () => void;
}

function StripButton({ icon, label, onPress }: StripButtonProps) {
  return (
    <button type="button" className="plain" aria-label={label} title={label} onClick={onPress}>
      <Icon name={icon} />
    </button>
  );
}

interface ToggleProps {
  readonly name: 'microphone' | 'camera';
  readonly on: boolean;
  readonly label: string;
  readonly onPress: () => void;
}

function Toggle({ name, on, label, onPress }: ToggleProps) {
  return (
    <button type="button" className="plain" data-on={on} aria-label={label} title={label} onClick={onPress}>
      <Icon name={name} struck={!on} />
    </button>
  );
}

const SECOND_MS = 1_000;

function Clock({ sinceMs }: { readonly sinceMs: number }) {
  const [nowMs, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), SECOND_MS);
    return () => clearInterval(timer);
  }, []);
  return <span className="clock">{elapsed(sinceMs, nowMs)}</span>;
}
