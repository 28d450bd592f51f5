/** Sends the composed picture as frames of a track. */
import log from 'loglevel';
import { PictureSampler } from '../black-detector.ts';
import type { Output } from '../compositor.ts';
import type { CopyPicture, SamplePicture, SourcePicture } from '../composed-source.ts';
import { SLATE_SIZE, type Paint } from '../paint.ts';
import type { Size } from '../scene-layout.ts';
import { copyFrame, FrameSampler } from './frame-pixels.ts';

const logger = log.getLogger('scene');

export class TrackOutput implements Output<VideoFrame> {
  readonly #writer: WritableStreamDefaultWriter<VideoFrame>;
  readonly #canvas = new OffscreenCanvas(SLATE_SIZE.width, SLATE_SIZE.height);
  readonly #context = this.#canvas.getContext('2d', { alpha: false });
  readonly #sampler = new FrameSampler();
  readonly #drawnSampler = new PictureSampler();
  #last: VideoFrame | null = null;

  constructor(writable: WritableStream<VideoFrame>) {
    this.#writer = writable.getWriter();
  }

  get size(): Size {
    return this.#last ? { width: this.#last.displayWidth, height: this.#last.displayHeight } : SLATE_SIZE;
  }

  pass({ image }: SourcePicture<VideoFrame>, atUs: number): void {
    this.#send(new VideoFrame(image, { timestamp: atUs }));
  }

  readonly copy: CopyPicture<VideoFrame> = async (picture) => {
    try {
      const image = await copyFrame(picture.image);
      return { image, size: picture.size, close: () => image.close() };
    } catch (error) {
      logger.debug('A frame is copied by drawing it:', error);
      return this.#drawnCopy(picture);
    }
  };

  readonly sample: SamplePicture<VideoFrame> = async ({ image }) => {
    try {
      return await this.#sampler.sample(image);
    } catch {
      // A texture of the graphics card. Such machines convert nothing to draw it, and so cache
      // nothing.
      return this.#drawnSampler.sample(image);
    }
  };

  draw(size: Size, paint: Paint, atUs: number): void {
    if (!this.#context) return;
    if (this.#canvas.width !== size.width || this.#canvas.height !== size.height) Object.assign(this.#canvas, size);
    paint(this.#context, size);
    this.#send(new VideoFrame(this.#canvas, { timestamp: atUs }));
  }

  repeat(atUs: number): void {
    if (this.#last) this.#send(new VideoFrame(this.#last, { timestamp: atUs }));
  }

  close(): void {
    this.#last?.close();
    this.#last = null;
    // Rejects if the track was stopped first.
    this.#writer.close().catch((error: unknown) => logger.debug('The output was not closed:', error));
  }

  #drawnCopy(picture: SourcePicture<VideoFrame>): SourcePicture<VideoFrame> {
    const { width, height } = picture.size;
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext('2d', { alpha: false });
    // A frame that has been closed meanwhile has no size.
    if (!context || picture.image.codedWidth === 0) return picture;
    context.drawImage(picture.image, 0, 0, width, height);
    const image = new VideoFrame(canvas, { timestamp: picture.image.timestamp });
    return { image, size: picture.size, close: () => image.close() };
  }

  #send(frame: VideoFrame): void {
    this.#last?.close();
    this.#last = frame.clone();
    this.#writer.write(frame).catch((error: unknown) => {
      // The track has ended, so the frame stays ours to close.
      frame.close();
      logger.debug('A frame was not written:', error);
    });
  }
}
