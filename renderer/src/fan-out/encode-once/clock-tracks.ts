/**
 * The captured track as the links' own, for all of them: twice, since what a track is said to show decides how libwebrtc sends beside it.
 * Constraints that would slow it down came with gaps in Chromium 130.
 */
export interface ClockTracks {
  /** Sent at up to 2.5 times the estimate: a first key frame is there soon. */
  readonly lively: MediaStreamTrack;
  /** Sent at the estimate and no faster, and probed again and again while little is sent: right for a line that has shown its limit. */
  readonly steady: MediaStreamTrack;
}

export type Pace = keyof ClockTracks;

/** What the pacer sends at, in estimates: `kDefaultPaceMultiplier`, and what libwebrtc has for shared screens. */
export const paceFactors: Readonly<Record<Pace, number>> = { lively: 2.5, steady: 1 };

export function clockTracksOf(video: MediaStreamTrack): ClockTracks {
  const [lively, steady] = [video.clone(), video.clone()];
  lively.contentHint = 'motion';
  steady.contentHint = 'detail';
  return { lively, steady };
}

export function stopClockTracks(tracks: ClockTracks | null): void {
  tracks?.lively.stop();
  tracks?.steady.stop();
}
