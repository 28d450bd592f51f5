/**
 * Sends the composed picture by capturing a canvas, for browsers that cannot make tracks of frames.
 */
import { PictureSampler } from '../black-detector.ts';
import type { Output } from '../compositor.ts';
import type { CopyPicture, SamplePicture, SourcePicture } from '../composed-source.ts';
import { SLATE_SIZE, type Paint } from '../paint.ts';
import type { Size } from '../scene-layout.ts';

export class CanvasOutput implements Output<HTMLVideoElement> {
  readonly track: MediaStreamTrack;
  readonly #requester: FrameRequester;
  readonly #canvas = Object.assign(document.createElement('canvas'), SLATE_SIZE);
  readonly #context = this.#canvas.getContext('2d', { alpha: false });
  readonly #sampler = new PictureSampler();

  /** No copy is needed: a video element keeps no frame of the device open. */
  readonly copy: CopyPicture<HTMLVideoElement> = (picture) => Promise.resolve(picture);
  readonly sample: SamplePicture<HTMLVideoElement> = ({ image }) => Promise.resolve(this.#sampler.sample(image));

  constructor() {
    // With a rate of 0 the canvas is captured on request only.
    const stream = this.#canvas.captureStream(0);
    const [track] = stream.getVideoTracks();
    const ends: readonly (object | undefined)[] = [track, stream];
    const requester = ends.find(canRequestFrames);
    if (!track || !requester) throw new TypeError('This browser does not capture canvases.');
    this.track = track;
    this.#requester = requester;
  }

  get size(): Size {
    return { width: this.#canvas.width, height: this.#canvas.height };
  }

  pass({ image, size }: SourcePicture<HTMLVideoElement>): void {
    this.draw(size, (context) => context.drawImage(image, 0, 0, size.width, size.height));
  }

  draw(size: Size, paint: Paint): void {
    if (!this.#context) return;
    const { width, height } = this.#canvas;
    if (width !== size.width || height !== size.height) Object.assign(this.#canvas, size);
    paint(this.#context, size);
    this.#requester.requestFrame();
  }

  repeat(): void {
    if (!this.#context) return;
    // A canvas is captured only if something was drawn since the last time.
    this.#context.drawImage(this.#canvas, 0, 0, 1, 1, 0, 0, 1, 1);
    this.#requester.requestFrame();
  }
}

/** The captured track (W3C mediacapture-fromelement), or in Firefox its stream. */
interface FrameRequester {
  requestFrame(): void;
}

const canRequestFrames = (object: object | undefined): object is FrameRequester =>
  object !== undefined && 'requestFrame' in object;
