/** A track as a moving picture, without sound. */
import loglevel from 'loglevel';
import { useEffect, useRef } from 'react';

const log = loglevel.getLogger('ui');

export function Picture({ track, label }: { readonly track: MediaStreamTrack; readonly label: string }) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (video.current) video.current.srcObject = new MediaStream([track]);
  }, [track]);
  return <video className="picture" ref={video} aria-label={label} autoPlay muted playsInline />;
}

/** Enough to see motion. Painting every frame twice would cost more than many more watchers do. */
const THUMBNAIL = { width: { ideal: 320 }, frameRate: { max: 5 } };

export function Thumbnail({ track, label }: { readonly track: MediaStreamTrack; readonly label: string }) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const small = track.clone();
    small
      .applyConstraints(THUMBNAIL)
      .catch((error: unknown) => log.debug('A thumbnail keeps the size of its source:', error));
    if (video.current) video.current.srcObject = new MediaStream([small]);
    return () => small.stop();
  }, [track]);
  return <video className="picture" ref={video} aria-label={label} autoPlay muted playsInline />;
}
