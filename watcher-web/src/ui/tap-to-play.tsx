/** The tap that some browsers require to play: on the button or anywhere on the picture. */
import { useEffect } from 'react';
import type { Controls } from './controls.ts';
import { PlayIcon, SoundOffIcon } from './icons.tsx';
import { useStore } from './use-store.ts';
import { words } from './words.ts';

interface TapToPlayProps {
  readonly controls: Controls;
  /** The presenter sends no sound, so a tap would bring none. */
  readonly isSilent: boolean;
}

export function TapToPlay({ controls: { main, player }, isSilent }: TapToPlayProps) {
  const { sound, picture } = useStore(player.sound.store);
  const needed = picture === 'blocked' ? 'picture' : sound === 'blocked' && !isSilent ? 'sound' : 'nothing';
  useEffect(() => {
    if (needed === 'nothing') return undefined;
    // `click`, as browsers count nothing earlier as the user's consent.
    const handleClick = ({ target }: MouseEvent): void => {
      if (target instanceof Element && !target.closest('button, input, dialog')) player.sound.unmute();
    };
    main.addEventListener('click', handleClick);
    return () => main.removeEventListener('click', handleClick);
  }, [main, player, needed]);
  if (needed === 'nothing') return null;
  return (
    <button type="button" className="tap-to-play" onClick={() => player.sound.unmute()}>
      {needed === 'picture' ? <PlayIcon /> : <SoundOffIcon />}
      <span>{needed === 'picture' ? words.controls.tapToWatch : words.controls.tapForSound}</span>
    </button>
  );
}
