/** A level meter. Writes to the element directly: sixty values a second are too many for React. */
import { useEffect, useRef } from 'react';
import { SoundLevel } from '../../capture/sound-level.ts';

export function Meter({ track, label }: { readonly track: MediaStreamTrack | null; readonly label: string }) {
  const bar = useRef<HTMLMeterElement>(null);
  useEffect(() => {
    if (!track) return undefined;
    const level = new SoundLevel(track);
    const meter = bar.current;
    let frame = 0;
    const draw = (): void => {
      if (meter) meter.value = level.read();
      frame = requestAnimationFrame(draw);
    };
    draw();
    return () => {
      cancelAnimationFrame(frame);
      level.close();
      if (meter) meter.value = 0;
    };
  }, [track]);
  return <meter className="meter" ref={bar} min={0} max={1} low={0.05} high={0.95} aria-label={label} value={0} />;
}
