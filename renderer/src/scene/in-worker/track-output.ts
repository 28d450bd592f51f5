/** The composed picture as frames for a track. Each frame is closed by whoever takes it last. */
import type { Output } from '../compositor.ts';
import type { Keep, SourcePicture } from '../composed-source.ts';
import { SLATE_SIZE, type Paint } from '../paint.ts';
import type { Size } from '../scene-layout.ts';

export class TrackOutput implements Output<VideoFrame> {
  readonly #writer: WritableStreamDefaultWriter<VideoFrame>;
  readonly #canvas = new OffscreenCanvas(SLATE_SIZE.width, SLATE_SIZE.height);
  readonly #context = this.#canvas.getContext('2d', { alpha: false });
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

  readonly keep: Keep<VideoFrame> = (picture) => {
    const { width, height } = picture.size;
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext('2d', { alpha: false });
    if (!context) return picture;
    context.drawImage(picture.image, 0, 0, width, height);
    const image = new VideoFrame(canvas, { timestamp: picture.image.timestamp });
    picture.close();
    return { image, size: picture.size, close: () => image.close() };
  };

  close(): void {
    this.#last?.close();
    this.#last = null;
    // The track may have ended before.
    void this.#writer.close().catch(() => undefined);
  }

  draw(size: Size, paint: Paint, atUs: number): void {
    if (!this.#context) return;
    if (this.#canvas.width !== size.width || this.#canvas.height !== size.height) Object.assign(this.#canvas, size);
    paint(this.#context, size);
    this.#send(new VideoFrame(this.#canvas, { timestamp: atUs }));
  }

  repeat(atUs: number): void {
    if (this.#last) this.#send(new VideoFrame(this.#last, { timestamp: atUs }));
  }

  #send(frame: VideoFrame): void {
    this.#last?.close();
    this.#last = frame.clone();
    // The track has ended: nobody takes the frame any more.
    this.#writer.write(frame).catch(() => frame.close());
  }
}
