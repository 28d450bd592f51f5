/** One row: the state of the broadcast, and the few buttons you need while you talk. */
import { useEffect, useState } from 'react';
import type { LiveStatus, StripCommand } from '@lectern/bridge';
import type { ReadableStore } from '@lectern/state';
import { LIVE_CLOCK_INTERVAL_MS } from '../policy/ui.ts';
import { elapsedText } from '../ui/figures.ts';
import { Icon, Mark } from '../ui/icons.tsx';
import { useStore } from '../ui/use-store.ts';
import { words } from '../ui/words.ts';
import { StopQuestion } from './StopQuestion.tsx';

const { controls, strip, status: statusWords } = words;

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
    <main className="strip" data-air={air} data-trouble={trouble !== null} aria-label={strip.label}>
      <h1 className="unseen">{strip.title}</h1>
      <button type="button" className="plain" aria-label={strip.open} title={strip.open} onClick={() => press('show')}>
        <Mark />
      </button>
      <div className="info" title={trouble ?? undefined}>
        <span className="state" role="status">
          <span className="shape" aria-hidden="true" />
          {stateWord(report)}
        </span>
        <span className="numbers">
          {sinceMs !== null && <Clock sinceMs={sinceMs} />}
          <span aria-label={strip.watching(watching)} data-testid="strip-watching">
            <Icon name="people" />
            {watching}
          </span>
        </span>
      </div>
      <Toggle
        name="microphone"
        on={microphoneOn}
        label={microphoneOn ? controls.microphone.off : controls.microphone.on}
        onPress={() => press('toggle-microphone')}
      />
      <Toggle
        name="camera"
        on={cameraOn}
        label={cameraOn ? controls.camera.off : controls.camera.on}
        onPress={() => press('toggle-camera')}
      />
      {air === 'paused' ? (
        <StripButton icon="play" label={controls.resume} onPress={() => press('resume')} />
      ) : (
        <StripButton icon="pause" label={controls.pause} onPress={() => press('pause')} />
      )}
      <StripButton icon="stop" label={controls.stop} onPress={() => setStopping(true)} />
    </main>
  );
}

function stateWord({ air, trouble }: LiveStatus['report']): string {
  if (air === 'off') return strip.offAir;
  if (trouble !== null) return statusWords.badge.trouble;
  return statusWords.badge[air];
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

function Clock({ sinceMs }: { readonly sinceMs: number }) {
  const [nowMs, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), LIVE_CLOCK_INTERVAL_MS);
    return () => clearInterval(timer);
  }, []);
  return <span className="clock">{elapsedText(nowMs - sinceMs)}</span>;
}
