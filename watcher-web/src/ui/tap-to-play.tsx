/** The one tap that some browsers want: on its button, or anywhere on the picture. */
import { useEffect } from 'react';
import type { Deck } from './deck.ts';
import { PlayIcon, SoundOffIcon } from './icons.tsx';
import { useStore } from './use-store.ts';

interface TapToPlayProps {
  readonly deck: Deck;
  /** No sound comes just now, so there is none to tap for. */
  readonly silent: boolean;
}

export function TapToPlay({ deck: { main, player }, silent }: TapToPlayProps) {
  const { sound, picture } = useStore(player.sound.store);
  const wants = picture === 'waits' ? 'picture' : sound === 'blocked' && !silent ? 'sound' : 'nothing';
  useEffect(() => {
    if (wants === 'nothing') return undefined;
    // A click and nothing earlier: it is what browsers take for a press, with a finger as with a mouse.
    const tap = ({ target }: MouseEvent): void => {
      if (target instanceof Element && !target.closest('button, input, dialog')) player.sound.unmute();
    };
    main.addEventListener('click', tap);
    return () => main.removeEventListener('click', tap);
  }, [main, player, wants]);
  if (wants === 'nothing') return null;
  return (
    <button type="button" className="tap-for-sound" onClick={() => player.sound.unmute()}>
      {wants === 'picture' ? <PlayIcon /> : <SoundOffIcon />}
      <span>{wants === 'picture' ? 'Tap to watch' : 'Tap for sound'}</span>
    </button>
  );
}
