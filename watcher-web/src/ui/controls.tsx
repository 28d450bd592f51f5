/** The bar over the picture: sound, what is needed now and then, settings, full screen. */
import type { ReactNode } from 'react';
import { canFillScreen, fullScreen } from '../player/full-screen.ts';
import type { Deck } from './deck.ts';
import {
  ExpandIcon,
  PictureInPictureIcon,
  ScreensIcon,
  SettingsIcon,
  ShrinkIcon,
  SoundIcon,
  SoundOffIcon,
  WholeIcon,
} from './icons.tsx';
import { useStore } from './use-store.ts';

interface PressProps {
  readonly label: string;
  /** Named beside the label, for whoever points at it. */
  readonly shortcut?: string;
  readonly press: () => void;
  readonly className?: string;
  readonly children: ReactNode;
}

function Press({ label, shortcut, press, className, children }: PressProps) {
  const title = shortcut === undefined ? label : `${label} (${shortcut})`;
  return (
    <button type="button" aria-label={label} title={title} className={className} onClick={press}>
      {children}
    </button>
  );
}

export function Controls({ deck }: { readonly deck: Deck }) {
  const isFull = useStore(fullScreen);
  return (
    <div className="controls">
      <SoundControls deck={deck} />
      <span className="gap" />
      <WholePicture deck={deck} />
      <SeldomControls deck={deck} />
      <Press label="Settings" shortcut="Q" press={() => deck.panels.toggle('settings')}>
        <SettingsIcon />
      </Press>
      {canFillScreen(deck.player.video) && (
        <Press label={isFull ? 'Leave full screen' : 'Full screen'} shortcut="F" press={deck.fillScreen}>
          {isFull ? <ShrinkIcon /> : <ExpandIcon />}
        </Press>
      )}
    </div>
  );
}

function SoundControls({ deck: { player } }: { readonly deck: Deck }) {
  const { sound, volume } = useStore(player.sound.store);
  const heard = sound === 'on' ? volume : 0;
  return (
    <>
      <Press label={sound === 'on' ? 'Mute' : 'Turn the sound on'} shortcut="M" press={() => player.sound.toggle()}>
        {sound === 'on' ? <SoundIcon /> : <SoundOffIcon />}
      </Press>
      <input
        type="range"
        aria-label="Volume"
        aria-valuetext={`${Math.round(heard * 100)} %`}
        min="0"
        max="1"
        step="0.05"
        value={heard}
        onChange={({ currentTarget }) => player.sound.setVolume(Number(currentTarget.value))}
      />
    </>
  );
}

/** The way back from being near, there only while one is. */
function WholePicture({ deck: { zoom } }: { readonly deck: Deck }) {
  const scale = useStore(zoom.scale);
  if (scale === 1) return null;
  const percent = `${Math.round(scale * 100)} %`;
  return (
    <Press label={`Show the whole picture, now ${percent}`} shortcut="0" className="zoomed" press={() => zoom.reset()}>
      <WholeIcon />
      <span>{percent}</span>
    </Press>
  );
}

/** On a phone these are on the settings sheet alone. */
function SeldomControls({ deck: { pictureInPicture, otherScreens } }: { readonly deck: Deck }) {
  const windowState = useStore(pictureInPicture.state);
  const hasOtherScreens = useStore(otherScreens.available);
  return (
    <>
      {hasOtherScreens && (
        <Press label="Play on another screen" className="seldom" press={() => void otherScreens.choose()}>
          <ScreensIcon />
        </Press>
      )}
      {windowState !== 'impossible' && (
        <Press
          label={windowState === 'in-window' ? 'Back from the small window' : 'Picture in picture'}
          shortcut="P"
          className="seldom"
          press={() => void pictureInPicture.toggle()}
        >
          <PictureInPictureIcon />
        </Press>
      )}
    </>
  );
}
