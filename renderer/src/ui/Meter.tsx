/** A level meter that moves with the sound. Drawn straight to the element: sixty values a second are no business of React's. */
import { useEffect, useRef } from 'react';
import { SoundLevel } from '../capture/sound-level.ts';

export function Meter({ track }: { readonly track: MediaStreamTrack | null }) {
  const bar = useRef<HTMLMeterElement>(null);
  useEffect(() => {
    if (!track) return undefined;
    const level = new SoundLevel(track);
    let frame = 0;
    const draw = (): void => {
      if (bar.current) bar.current.value = level.read();
      frame = requestAnimationFrame(draw);
    };
    draw();
    return () => {
      cancelAnimationFrame(frame);
      level.close();
    };
  }, [track]);
  return (
    <meter className="meter" ref={bar} min={0} max={1} low={0.05} high={0.95} aria-label="Microphone level" value={0} />
  );
}
