/** Sound and full screen, over the picture, and the one tap that some browsers want before they play sound. */
import { useEffect, useSyncExternalStore } from 'react';
import type { Player } from '../player/player.ts';
import { canFillScreen, toggleFullScreen } from '../player/full-screen.ts';
import { ExpandIcon, SoundIcon, SoundOffIcon } from './icons.tsx';

interface ControlsProps {
  readonly main: HTMLElement;
  readonly player: Player;
  /** No sound comes just now, so there is none to tap for. */
  readonly silent: boolean;
}

export function Controls({ main, player, silent }: ControlsProps) {
  const { sound, volume } = useSyncExternalStore(player.sound.store.subscribe, player.sound.store.get);
  useKeys(main, player);
  const heard = sound === 'on';
  return (
    <>
      {sound === 'blocked' && !silent && (
        <button type="button" className="tap-for-sound" onClick={() => player.sound.unmute()}>
          <SoundOffIcon />
          <span>Tap for sound</span>
        </button>
      )}
      <div className="controls">
        <button
          type="button"
          aria-label={heard ? 'Mute' : 'Turn the sound on'}
          title={heard ? 'Mute (M)' : 'Sound on (M)'}
          onClick={() => player.sound.toggle()}
        >
          {heard ? <SoundIcon /> : <SoundOffIcon />}
        </button>
        <input
          type="range"
          aria-label="Volume"
          min="0"
          max="1"
          step="0.05"
          value={heard ? volume : 0}
          onChange={({ currentTarget }) => player.sound.setVolume(Number(currentTarget.value))}
        />
        <span className="gap" />
        {canFillScreen(player.video) && (
          <button
            type="button"
            aria-label="Full screen"
            title="Full screen (F)"
            onClick={() => void toggleFullScreen(main, player.video)}
          >
            <ExpandIcon />
          </button>
        )}
      </div>
    </>
  );
}

/** As people expect from a player. Live has no pause, so that space is for the sound, too. */
function useKeys(main: HTMLElement, player: Player): void {
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
      const onControl = event.target instanceof HTMLElement && event.target.closest('button, input') !== null;
      if (event.key === 'm' || event.key === 'M' || (event.key === ' ' && !onControl)) player.sound.toggle();
      else if (event.key === 'f' || event.key === 'F') void toggleFullScreen(main, player.video);
      else return;
      event.preventDefault();
    };
    const page = main.ownerDocument;
    page.addEventListener('keydown', press);
    return () => page.removeEventListener('keydown', press);
  }, [main, player]);
}
