/** The one bar at the bottom: what you need while talking, and the big button at its end. */
import { type ReactNode } from 'react';
import type { Air } from '../session/presenter-state.ts';
import { Icon } from './icons.tsx';
import { useAskedOnce } from './use-asked-once.ts';

interface ControlBarProps {
  readonly air: Air;
  readonly cameraOn: boolean;
  readonly microphoneOn: boolean;
  readonly screenOn: boolean;
  readonly canGoLive: boolean;
  readonly onCamera: (on: boolean) => void;
  readonly onMicrophone: (on: boolean) => void;
  readonly onShare: () => void;
  readonly onStopSharing: () => void;
  readonly onPause: () => void;
  readonly onResume: () => void;
  readonly onGoLive: () => void;
  readonly onStop: () => void;
  /** The recording's own button. */
  readonly children: ReactNode;
}

export function ControlBar(props: ControlBarProps) {
  const { air, cameraOn, microphoneOn, screenOn } = props;
  return (
    <footer className="control-bar" data-air={air}>
      <button
        type="button"
        aria-pressed={microphoneOn}
        aria-keyshortcuts="M"
        onClick={() => props.onMicrophone(!microphoneOn)}
      >
        <Icon name="microphone" struck={!microphoneOn} />
        {microphoneOn ? 'Mute' : 'Unmute'}
      </button>
      <button type="button" aria-pressed={cameraOn} aria-keyshortcuts="C" onClick={() => props.onCamera(!cameraOn)}>
        <Icon name="camera" struck={!cameraOn} />
        {cameraOn ? 'Camera off' : 'Camera on'}
      </button>
      <button type="button" aria-pressed={screenOn} onClick={screenOn ? props.onStopSharing : props.onShare}>
        <Icon name="screen" struck={!screenOn} />
        {screenOn ? 'Stop sharing' : 'Share screen'}
      </button>
      {air === 'paused' ? (
        <button type="button" className="wanted" aria-keyshortcuts="P" onClick={props.onResume}>
          <Icon name="play" />
          Resume
        </button>
      ) : (
        <button type="button" disabled={air === 'off'} aria-keyshortcuts="P" onClick={props.onPause}>
          <Icon name="pause" />
          Pause
        </button>
      )}
      {props.children}
      <span className="gap" />
      {air === 'off' ? (
        <button type="button" className="go-live" disabled={!props.canGoLive} onClick={props.onGoLive}>
          Go live
        </button>
      ) : (
        <StopButton onStop={props.onStop} />
      )}
    </footer>
  );
}

/** Stopping ends it for everyone, so it asks once, in place. */
function StopButton({ onStop }: { readonly onStop: () => void }) {
  const [asked, press] = useAskedOnce(onStop);
  return (
    <button type="button" className="go-live on-air" onClick={press}>
      {asked ? 'Stop for everyone?' : 'Stop'}
    </button>
  );
}
