/** A track as a moving picture, without sound. */
import { useEffect, useRef } from 'react';

export function Picture({ track, label }: { readonly track: MediaStreamTrack; readonly label: string }) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (video.current) video.current.srcObject = new MediaStream([track]);
  }, [track]);
  return <video className="picture" ref={video} aria-label={label} autoPlay muted playsInline />;
}

/** Enough to see that it moves; painting every frame twice would cost more than forwarding it to many watchers. */
const THUMBNAIL = { width: { ideal: 320 }, frameRate: { max: 5 } };

export function Thumbnail({ track, label }: { readonly track: MediaStreamTrack; readonly label: string }) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const small = track.clone();
    // A source that cannot be made smaller is shown as it is.
    void small.applyConstraints(THUMBNAIL).catch(() => undefined);
    if (video.current) video.current.srcObject = new MediaStream([small]);
    return () => small.stop();
  }, [track]);
  return <video className="picture" ref={video} aria-label={label} autoPlay muted playsInline />;
}
