/**
 * A camera whose picture says when it was taken. No browser can be given such a device (a file of frames knows no present), so what
 * `getUserMedia` answers is made in the page: a frame thirty times a second, dated as it is handed over. All that comes after a camera is real.
 */

/** Runs in the presenter's page before its own scripts, after `installTimecode`; with a fake device, so that there is one to choose. */
export function installTimecodeCamera(): void {
  const [width, height, fps] = [1280, 720, 30];
  const { columns, rows, share } = window.timecode;
  const blockHeight = (height * share) / rows;
  const track = new MediaStreamTrackGenerator({ kind: 'video' });
  const frames = track.writable.getWriter();
  const planes = new Uint8Array((width * height * 3) / 2).fill(128);
  // Something that moves, with edges and shades: a still picture would cost an encoder nothing.
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
