/** Now and then a very small copy of what a track shows, to see whether it shows anything. */

/** Each pixel of the copy is the mean of a tile; sixteen by nine of them say enough. */
const TILES = { width: 16, height: 9 };
/** Brightness of 255 below which a tile is dark. A covered lens is never quite black. */
const DARK = 20;

export class PictureSample {
  readonly #video: HTMLVideoElement;
  readonly #context: OffscreenCanvasRenderingContext2D | null;

  constructor(track: MediaStreamTrack) {
    this.#video = document.createElement('video');
    this.#video.muted = true;
    this.#video.srcObject = new MediaStream([track]);
    // Refused only where the page is going away.
    void this.#video.play().catch(() => undefined);
    this.#context = new OffscreenCanvas(TILES.width, TILES.height).getContext('2d', { willReadFrequently: true });
    if (this.#context) this.#context.imageSmoothingQuality = 'high';
  }

  /** Red, green, blue and alpha of each tile, or undefined before the first picture. */
  read(): Uint8ClampedArray | undefined {
    if (this.#context === null || this.#video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return undefined;
    this.#context.drawImage(this.#video, 0, 0, TILES.width, TILES.height);
    return this.#context.getImageData(0, 0, TILES.width, TILES.height).data;
  }

  close(): void {
    this.#video.srcObject = null;
  }
}

/** No tile is brighter than a covered lens would be. */
export function isDark(pixels: Uint8ClampedArray): boolean {
  for (let at = 0; at < pixels.length; at += 4) {
    const brightness = Math.max(pixels[at] ?? 0, pixels[at + 1] ?? 0, pixels[at + 2] ?? 0);
    if (brightness >= DARK) return false;
  }
  return true;
}
