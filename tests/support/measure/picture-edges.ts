/** Reads whether a picture with coloured edges and a round disc arrived whole and in its shape. */

/**
 * A clip of `camera-clip.ts`: red above, lime below, blue at the left, yellow at the right, a white
 * disc in the middle.
 */
export interface Edges {
  readonly width: number;
  readonly height: number;
  readonly top: string;
  readonly bottom: string;
  readonly left: string;
  readonly right: string;
  /**
   * Of the disc: its width through its height, and its height through the picture's shorter side.
   */
  readonly roundness: number;
  readonly share: number;
}

/** Runs in the watcher's page. Null without a picture. */
export function readEdges(): Edges | null {
  const video = document.querySelector('video');
  if (!video || video.videoWidth === 0) return null;
  const [width, height] = [video.videoWidth, video.videoHeight];
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (!context) return null;
  context.drawImage(video, 0, 0);
  const { data } = context.getImageData(0, 0, width, height);
  const colours: Readonly<Record<string, string>> = {
    '100': 'red',
    '010': 'lime',
    '001': 'blue',
    '110': 'yellow',
    '111': 'white',
  };
  const colourAt = (x: number, y: number): string => {
    const at = (y * width + x) * 4;
    const channels = [data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0];
    if (channels.some((value) => value > 100 && value < 160)) return 'none';
    return colours[channels.map((value) => (value >= 160 ? '1' : '0')).join('')] ?? 'none';
  };
  // From the middle outwards: a coarse picture may be as bright elsewhere.
  const reach = (stepX: number, stepY: number): number => {
    let [x, y, steps] = [width >> 1, height >> 1, 0];
    while (x >= 0 && y >= 0 && x < width && y < height && colourAt(x, y) === 'white') {
      x += stepX;
      y += stepY;
      steps += 1;
    }
    return steps;
  };
  const [across, down] = [reach(1, 0) + reach(-1, 0) - 1, reach(0, 1) + reach(0, -1) - 1];
  return {
    width,
    height,
    top: colourAt(width >> 1, 3),
    bottom: colourAt(width >> 1, height - 4),
    left: colourAt(3, height >> 1),
    right: colourAt(width - 4, height >> 1),
    roundness: across / down,
    share: down / Math.min(width, height),
  };
}
