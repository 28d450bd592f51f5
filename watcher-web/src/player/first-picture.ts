/** Tells once when `video` has a picture of `track`: the first frame, or its first packets where nobody is looking. */
export function whenPictured(video: HTMLVideoElement, track: MediaStreamTrack, tell: () => void): void {
  const done = new AbortController();
  const pictured = (): void => {
    if (done.signal.aborted) return;
    done.abort();
    tell();
  };
  const { signal } = done;
  if (video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) video.addEventListener('loadeddata', pictured, { signal });
  if ('requestVideoFrameCallback' in video) video.requestVideoFrameCallback(pictured);
  else onceTimeMoves(video, pictured, signal);
  // A hidden page is shown no frames, nor is a video that waits for a tap; sound, and the tap itself, should not wait for them.
  track.addEventListener('unmute', () => (document.visibilityState === 'hidden' || video.paused) && pictured(), {
    signal,
  });
}

function onceTimeMoves(video: HTMLVideoElement, tell: () => void, signal: AbortSignal): void {
  const before = video.currentTime;
  video.addEventListener('timeupdate', () => video.currentTime > before && tell(), { signal });
}
