/**
 * A camera whose picture says when it was taken. Chromium's fake devices cannot do that, so the
 * page makes the track that `getUserMedia` returns: thirty frames a second, each with its own time.
 * Everything behind the camera is real.
 */

/**
 * Runs in the presenter's page before its own scripts, after `installTimecode`. Needs a fake
 * device, so that there is one to choose.
 */
export function installTimecodeCamera(): void {
  const [width, height, fps] = [1280, 720, 30];
  const { columns, rows, share } = window.timecode;
  const blockHeight = (height * share) / rows;
  const track = new MediaStreamTrackGenerator({ kind: 'video' });
  const frames = track.writable.getWriter();
  const planes = new Uint8Array((width * height * 3) / 2).fill(128);
  // Moving edges and shades: a still picture would cost an encoder nothing.
  const scenery = Uint8Array.from({ length: width * 2 }, (_, x) => 110 + 60 * Math.sin(x / 40) + ((x * 7_919) % 31));
  let count = 0;
  const draw = (): void => {
    count += 1;
    for (let y = height * share; y < height; y += 1) {
      const from = (count * 4 + (((y >> 5) * 389) % width)) % width;
      planes.set(scenery.subarray(from, from + width), y * width);
    }
    const atMs = window.timecode.now();
    window.timecode.blocksAt(atMs).forEach((isWhite, block) => {
      const left = ((block % columns) * width) / columns;
      const top = Math.floor(block / columns) * blockHeight;
      for (let y = top; y < top + blockHeight; y += 1) {
        planes.fill(isWhite ? 235 : 16, y * width + left, y * width + left + width / columns);
      }
    });
    const layout = { format: 'I420', codedWidth: width, codedHeight: height } as const;
    void frames.write(new VideoFrame(planes, { ...layout, timestamp: performance.now() * 1000 }));
    setTimeout(draw, 1000 / fps - (performance.now() % (1000 / fps)));
  };
  draw();
  const devices = navigator.mediaDevices;
  const real = devices.getUserMedia.bind(devices);
  devices.getUserMedia = async (wanted) => (wanted?.video ? new MediaStream([track.clone()]) : await real(wanted));
}
