/** Detects black pictures: a covered lens, or a screen that the system does not let us capture. */

/** Pictures are compared in so few pixels that it costs next to nothing. */
export const SAMPLE_SIZE = { width: 32, height: 18 } as const;
/** Of 255. A camera in the dark is brighter, and so is a dark page with text. */
const MAX_BLACK = 20;
/** This many black samples in a row, one a second: a video may fade to black and back. */
const BLACK_SAMPLES = 3;

/** `pixels` are RGBA. */
export function isBlackSample(pixels: Uint8ClampedArray): boolean {
  return pixels.every((value, index) => index % 4 === 3 || value <= MAX_BLACK);
}

export class BlackDetector {
  #samples = 0;

  add(pixels: Uint8ClampedArray): void {
    this.#samples = isBlackSample(pixels) ? this.#samples + 1 : 0;
  }

  /** True once the samples have been black for long enough. */
  get isBlack(): boolean {
    return this.#samples >= BLACK_SAMPLES;
  }
}

/** For pictures whose bytes cannot be read. */
export class PictureSampler {
  readonly #context = new OffscreenCanvas(SAMPLE_SIZE.width, SAMPLE_SIZE.height).getContext('2d', {
    willReadFrequently: true,
  });

  /** The picture scaled down to a few RGBA pixels; white where there is no canvas. */
  sample(image: CanvasImageSource): Uint8ClampedArray {
    const { width, height } = SAMPLE_SIZE;
    if (!this.#context) return new Uint8ClampedArray([255, 255, 255, 255]);
    this.#context.drawImage(image, 0, 0, width, height);
    return this.#context.getImageData(0, 0, width, height).data;
  }
}
