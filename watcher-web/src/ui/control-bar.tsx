/** The bar over the picture: sound, zoom, picture in picture, settings, full screen. */
import type { ReactNode } from 'react';
import { fullScreen, hasFullScreen } from '../player/full-screen.ts';
import type { Controls } from './controls.ts';
import {
  ExpandIcon,
  PictureInPictureIcon,
  ScreensIcon,
  SettingsIcon,
  ShrinkIcon,
  SoundIcon,
  SoundOffIcon,
  ZoomOutIcon,
} from './icons.tsx';
import { useStore } from './use-store.ts';
import { words } from './words.ts';

const { controls: labels } = words;

interface ControlButtonProps {
  readonly label: string;
  /** Shown in the tooltip. */
  readonly shortcut?: string;
  readonly onPress: () => void;
  readonly className?: string;
  readonly children: ReactNode;
}

function ControlButton({ label, shortcut, onPress, className, children }: ControlButtonProps) {
  const title = shortcut === undefined ? label : labels.withShortcut(label, shortcut);
  return (
    <button type="button" aria-label={label} title={title} className={className} onClick={onPress}>
      {children}
    </button>
  );
}

interface BarProps {
  readonly controls: Controls;
}

export function ControlBar({ controls }: BarProps) {
  const isFull = useStore(fullScreen);
  return (
    <div className="controls">
      <SoundControls controls={controls} />
      <span className="gap" />
      <ResetZoom controls={controls} />
      <WideScreenControls controls={controls} />
      <ControlButton label={labels.settings} shortcut="Q" onPress={() => controls.panels.toggleSheet('settings')}>
        <SettingsIcon />
      </ControlButton>
      {hasFullScreen(controls.player.video) && (
        <ControlButton
          label={isFull ? labels.exitFullScreen : labels.enterFullScreen}
          shortcut="F"
          onPress={controls.toggleFullScreen}
        >
          {isFull ? <ShrinkIcon /> : <ExpandIcon />}
        </ControlButton>
      )}
    </div>
  );
}

function SoundControls({ controls: { player } }: BarProps) {
  const { sound, volume } = useStore(player.sound.store);
  const isOn = sound === 'on';
  const heard = isOn ? volume : 0;
  return (
    <>
      <ControlButton label={isOn ? labels.mute : labels.unmute} shortcut="M" onPress={() => player.sound.toggle()}>
        {isOn ? <SoundIcon /> : <SoundOffIcon />}
      </ControlButton>
      <input
        type="range"
        aria-label={labels.volume}
        aria-valuetext={labels.percent(heard)}
        min="0"
        max="1"
        step="0.05"
        value={heard}
        onChange={({ currentTarget }) => player.sound.setVolume(Number(currentTarget.value))}
      />
    </>
  );
}

/** Only shown while zoomed in. */
function ResetZoom({ controls: { zoom } }: BarProps) {
  const scale = useStore(zoom.scale);
  if (scale === 1) return null;
  return (
    <ControlButton label={labels.resetZoom(scale)} shortcut="0" className="zoomed" onPress={() => zoom.reset()}>
      <ZoomOutIcon />
      <span>{labels.percent(scale)}</span>
    </ControlButton>
  );
}

/** On a narrow screen these are in the settings sheet only. */
function WideScreenControls({ controls: { pictureInPicture, otherScreens } }: BarProps) {
  const windowState = useStore(pictureInPicture.state);
  const hasOtherScreens = useStore(otherScreens.available);
  return (
    <>
      {hasOtherScreens && (
        <ControlButton label={labels.otherScreen} className="wide-only" onPress={() => void otherScreens.choose()}>
          <ScreensIcon />
        </ControlButton>
      )}
      {windowState !== 'unavailable' && (
        <ControlButton
          label={windowState === 'in-window' ? labels.exitPictureInPicture : labels.enterPictureInPicture}
          shortcut="P"
          className="wide-only"
          onPress={() => void pictureInPicture.toggle()}
        >
          <PictureInPictureIcon />
        </ControlButton>
      )}
    </>
  );
}
