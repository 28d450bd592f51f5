/** The picture that `video` shows just now, as a track that goes on showing it. */
export function stillOf(video: HTMLVideoElement): MediaStreamTrack | undefined {
  const canvas = document.createElement('canvas');
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  const context = canvas.getContext('2d');
  if (!context || canvas.width === 0) return undefined;
  try {
    const [track] = canvas.captureStream().getVideoTracks();
    context.drawImage(video, 0, 0);
    return track;
  } catch {
    return undefined; // A browser without it shows what it shows of a track that has ended.
  }
}
