/** Notices a black picture: a covered lens, or a screen that the system hands out black because it doesn't allow to see it. */

/** Looked at in so few pixels that it costs nothing. */
const SAMPLE = { width: 32, height: 18 } as const;
/** Of 255. Cameras in the dark are brighter than that, and so is a dark page with words on it. */
const BRIGHTEST_BLACK = 20;
/** So many looks in a row: pictures fade to black and back. */
const LOOKS = 3;

/** `pixels` are RGBA. */
export function isBlackSample(pixels: Uint8ClampedArray): boolean {
  return pixels.every((value, index) => index % 4 === 3 || value <= BRIGHTEST_BLACK);
}

/** Whether it has been black long enough to say so. */
export class BlackWatch {
  #looks = 0;

  look(pixels: Uint8ClampedArray): void {
    this.#looks = isBlackSample(pixels) ? this.#looks + 1 : 0;
  }

  get isBlack(): boolean {
    return this.#looks >= LOOKS;
  }
}

export class PictureSampler {
  readonly #context = new OffscreenCanvas(SAMPLE.width, SAMPLE.height).getContext('2d', { willReadFrequently: true });

  sample(image: CanvasImageSource): Uint8ClampedArray {
    const { width, height } = SAMPLE;
    if (!this.#context) return new Uint8ClampedArray([255, 255, 255, 255]);
    this.#context.drawImage(image, 0, 0, width, height);
    return this.#context.getImageData(0, 0, width, height).data;
  }
}
