/** A track as a moving picture, without sound. */
import { useEffect, useRef } from 'react';

export function Picture({ track, label }: { readonly track: MediaStreamTrack; readonly label: string }) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (video.current) video.current.srcObject = new MediaStream([track]);
  }, [track]);
  return <video className="picture" ref={video} aria-label={label} autoPlay muted playsInline />;
}
