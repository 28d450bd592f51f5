/** Waits for the first frame of a track in a video element. */

/** Calls `onFrame` once: with the first frame, or the first packets while no frame can be shown. */
export function whenFirstFrame(video: HTMLVideoElement, track: MediaStreamTrack, onFrame: () => void): void {
  const done = new AbortController();
  const { signal } = done;
  const finish = (): void => {
    if (signal.aborted) return;
    done.abort();
    onFrame();
  };
  if (video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) video.addEventListener('loadeddata', finish, { signal });
  if ('requestVideoFrameCallback' in video) video.requestVideoFrameCallback(finish);
  else whenTimeAdvances(video, finish, signal);
  // A hidden page and a video that waits for a tap show no frames. Sound and the tap need not wait.
  track.addEventListener('unmute', () => (document.visibilityState === 'hidden' || video.paused) && finish(), {
    signal,
  });
}

function whenTimeAdvances(video: HTMLVideoElement, onAdvance: () => void, signal: AbortSignal): void {
  const before = video.currentTime;
  video.addEventListener('timeupdate', () => video.currentTime > before && onAdvance(), { signal });
}
