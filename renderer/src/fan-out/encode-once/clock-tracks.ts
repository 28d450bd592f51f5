/**
 * The captured track as the links' own, for all of them. Whole: slowed down by constraints it came with gaps in Chromium 130.
 */
export interface ClockTracks {
  readonly own: MediaStreamTrack;
  /** The same, but said to show a screen: from one kind to the other libwebrtc builds a sending stream anew. */
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
