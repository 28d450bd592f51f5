/** The picture that a video shows now, as a track that keeps showing it. */
import { errorName } from '@lectern/rtc';
import loglevel from 'loglevel';

const log = loglevel.getLogger('player');

export function captureLastFrame(video: HTMLVideoElement): MediaStreamTrack | undefined {
  const canvas = document.createElement('canvas');
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  const context = canvas.getContext('2d');
  if (!context || canvas.width === 0) return undefined;
  try {
    const [track] = canvas.captureStream().getVideoTracks();
    context.drawImage(video, 0, 0);
    return track;
  } catch (error) {
    // Without it the browser shows what it does for a track that has ended, often black.
    log.debug(`last frame not captured: ${errorName(error)}`);
    return undefined;
  }
}
