/**
 * A page that shows a content full-screen, with the number of each frame, and gives any frame's
 * brightness.
 */
import { BLOCK_PIXELS, blocksOf } from '../../measure/likeness/frame-number.ts';
import { codeOf } from './code.ts';
import { contextOf, type Content, type Context, type Size } from './content.ts';
import { slidesOf } from './slides.ts';

const contents = { screen: codeOf, slides: slidesOf } as const;
export type ContentName = keyof typeof contents;

class PictureContent {
  readonly #size: Size = { width: innerWidth, height: innerHeight };
  readonly #made = new Map<ContentName, Content>();
  #showing = 0;

  /**
   * Shows it in a loop, `fps` frames a second, until another one is shown. Gives the frames of the
   * loop.
   */
  show(name: ContentName, fps: number): number {
    const content = this.#contentOf(name);
    const context = visibleContext(this.#size);
    this.#showing += 1;
    const showing = this.#showing;
    const beganMs = performance.now();
    let before = -1;
    const draw = (): void => {
      if (this.#showing !== showing) return;
      const number = Math.floor(((performance.now() - beganMs) / 1_000) * fps) % content.frames;
      if (number !== before) this.#draw(context, content, number);
      before = number;
      requestAnimationFrame(draw);
    };
    draw();
    return content.frames;
  }

  /**
   * The brightness of a frame as encoders see it (ITU-R BT.601, limited range), row by row, in
   * Base64.
   */
  brightnessOf(name: ContentName, number: number): string {
    const context = contextOf(this.#size);
    this.#draw(context, this.#contentOf(name), number);
    const { data } = context.getImageData(0, 0, this.#size.width, this.#size.height);
    const grey = new Uint8Array(data.length / 4);
    for (let at = 0; at < data.length; at += 4)
      grey[at / 4] = (66 * (data[at] ?? 0) + 129 * (data[at + 1] ?? 0) + 25 * (data[at + 2] ?? 0) + 0x1080) >> 8;
    const pieces: string[] = [];
    for (let from = 0; from < grey.length; from += 8_192)
      pieces.push(String.fromCharCode(...grey.subarray(from, from + 8_192)));
    return btoa(pieces.join(''));
  }

  #contentOf(name: ContentName): Content {
    const made = this.#made.get(name) ?? contents[name](this.#size);
    this.#made.set(name, made);
    return made;
  }

  #draw(context: Context, content: Content, number: number): void {
    content.draw(context, number);
    blocksOf(number).forEach((isWhite, block) => {
      context.fillStyle = isWhite ? '#fff' : '#000';
      context.fillRect(block * BLOCK_PIXELS, this.#size.height - BLOCK_PIXELS, BLOCK_PIXELS, BLOCK_PIXELS);
    });
  }
}

function visibleContext(size: Size): CanvasRenderingContext2D {
  const canvas = document.querySelector('canvas');
  const context = canvas?.getContext('2d', { alpha: false });
  if (!canvas || !context) throw new Error('This page has no canvas.');
  if (canvas.width !== size.width || canvas.height !== size.height) Object.assign(canvas, size);
  return context;
}

declare global {
  interface Window {
    pictureContent: PictureContent;
  }
}

window.pictureContent = new PictureContent();
