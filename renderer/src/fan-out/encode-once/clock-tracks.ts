/**
 * Clones of the captured track that serve all links as their own. At the full frame rate: limited
 * by constraints, it had gaps in Chromium 130.
 */
export interface ClockTracks {
  readonly own: MediaStreamTrack;
  /**
   * The same, marked as a screen: libwebrtc rebuilds the sending stream when the kind changes.
   */
  readonly otherKind: MediaStreamTrack;
}

export function clockTracksOf(video: MediaStreamTrack): ClockTracks {
  const [own, otherKind] = [video.clone(), video.clone()];
  own.contentHint = 'motion';
  otherKind.contentHint = 'detail';
  return { own, otherKind };
}

export function stopClockTracks(tracks: ClockTracks | null): void {
  tracks?.own.stop();
  tracks?.otherKind.stop();
}
