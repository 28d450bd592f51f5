/**
 * Reads colours and tones from what a watcher's page shows and plays. Each function runs in that
 * page.
 */

/** A colour that fills a part of the picture, and the place of that part. */
export interface Patch {
  readonly colour: 'red' | 'lime' | 'blue' | 'magenta' | 'yellow' | 'cyan';
  /** Of the picture's area, 0 to 1. */
  readonly share: number;
  /** Its middle, 0 to 1 of the picture's width and height. */
  readonly x: number;
  readonly y: number;
}

/** The most frequent of the pure colours in the picture, or null if there is hardly any. */
export function readPatch(): Patch | null {
  const video = document.querySelector('video');
  if (!video || video.videoWidth === 0) return null;
  const [width, height] = [128, 72];
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (!context) return null;
  context.drawImage(video, 0, 0, width, height);
  const { data } = context.getImageData(0, 0, width, height);
  const names = {
    '100': 'red',
    '010': 'lime',
    '001': 'blue',
    '101': 'magenta',
    '110': 'yellow',
    '011': 'cyan',
  } as const;
  const found = new Map<string, { count: number; x: number; y: number }>();
  for (let at = 0; at < data.length; at += 4) {
    const channels = [data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0];
    // Pure colours only: each channel nearly off or nearly full, since an encoder changes them a
    // little.
    if (channels.some((value) => value > 75 && value < 180)) continue;
    const key = channels.map((value) => (value >= 180 ? '1' : '0')).join('');
    const sum = found.get(key) ?? { count: 0, x: 0, y: 0 };
    const pixel = at / 4;
    found.set(key, { count: sum.count + 1, x: sum.x + (pixel % width), y: sum.y + Math.floor(pixel / width) });
  }
  let best: Patch | null = null;
  for (const [key, colour] of Object.entries(names)) {
    const sum = found.get(key);
    const share = (sum?.count ?? 0) / (width * height);
    if (sum === undefined || share < 0.005 || share <= (best?.share ?? 0)) continue;
    best = { colour, share, x: sum.x / sum.count / width, y: sum.y / sum.count / height };
  }
  return best;
}

/**
 * The loudest tone that the page plays, in hertz, rounded to 110; 0 for silence. It is not more
 * exact because the browser plays a little faster after a late packet, which raises the tone.
 */
export async function readTone(): Promise<number> {
  const stream = document.querySelector('video')?.srcObject;
  if (!(stream instanceof MediaStream) || stream.getAudioTracks().length === 0) return 0;
  const context = new AudioContext();
  const analyser = new AnalyserNode(context, { fftSize: 16_384, smoothingTimeConstant: 0 });
  context.createMediaStreamSource(new MediaStream(stream.getAudioTracks())).connect(analyser);
  await context.resume();
  // The analyser needs one full window.
  while (context.currentTime < 0.4) await new Promise((resolve) => requestAnimationFrame(resolve));
  const bins = new Float32Array(analyser.frequencyBinCount);
  analyser.getFloatFrequencyData(bins);
  const loudest = bins.reduce((best, value, index) => (value > (bins[best] ?? -Infinity) ? index : best), 0);
  // Noise suppression takes a steady tone for noise, and leaves little of it.
  const tone = (bins[loudest] ?? -Infinity) > -100 ? (loudest * context.sampleRate) / analyser.fftSize : 0;
  await context.close();
  return Math.round(tone / 110) * 110;
}
