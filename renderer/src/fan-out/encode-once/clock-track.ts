/** The captured track as all links' clock: the same captures at the same times, only fewer of them. */

/** Few, since each frame costs each link something; not too few, since a new link cannot start before its first one. */
const FRAMES_PER_SECOND = 10;

/** One clone for all links. */
export function clockTrackOf(video: MediaStreamTrack): MediaStreamTrack {
  const clock = video.clone();
  // A source that cannot be slowed down (a drawn one, say) is a clock all the same.
  void clock.applyConstraints({ frameRate: { max: FRAMES_PER_SECOND } }).catch(() => undefined);
  return clock;
}
