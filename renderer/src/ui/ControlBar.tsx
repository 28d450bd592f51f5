/** The bar at the bottom: what you need while you talk, and the Go live button at its end. */
import { type ReactNode } from 'react';
import type { Air } from '../session/presenter-state.ts';
import { Icon } from './icons.tsx';
import { useConfirmation } from './use-confirmation.ts';
import { words } from './words.ts';

const { controls } = words;

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
  /** The record button. */
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
        {microphoneOn ? controls.microphone.off : controls.microphone.on}
      </button>
      <button type="button" aria-pressed={cameraOn} aria-keyshortcuts="C" onClick={() => props.onCamera(!cameraOn)}>
        <Icon name="camera" struck={!cameraOn} />
        {cameraOn ? controls.camera.off : controls.camera.on}
      </button>
      <button type="button" aria-pressed={screenOn} onClick={screenOn ? props.onStopSharing : props.onShare}>
        <Icon name="screen" struck={!screenOn} />
        {screenOn ? controls.screen.off : controls.screen.on}
      </button>
      {air === 'paused' ? (
        <button type="button" className="wanted" aria-keyshortcuts="P" onClick={props.onResume}>
          <Icon name="play" />
          {controls.resume}
        </button>
      ) : (
        <button type="button" disabled={air === 'off'} aria-keyshortcuts="P" onClick={props.onPause}>
          <Icon name="pause" />
          {controls.pause}
        </button>
      )}
      {props.children}
      <span className="gap" />
      {air === 'off' ? (
        <button type="button" className="go-live" disabled={!props.canGoLive} onClick={props.onGoLive}>
          {controls.goLive}
        </button>
      ) : (
        <StopButton onStop={props.onStop} />
      )}
    </footer>
  );
}

/** Stopping ends the broadcast for everyone, so the button asks first, in place. */
function StopButton({ onStop }: { readonly onStop: () => void }) {
  const [isAsking, press] = useConfirmation(onStop);
  return (
    <button type="button" className="go-live on-air" onClick={press}>
      {isAsking ? controls.stopQuestion : controls.stop}
    </button>
  );
}
