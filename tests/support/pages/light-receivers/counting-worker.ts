/** The worker that counts the frames of light receivers, each under a number. */
import type { CountOptions, FrameCount } from './count-frames.worker.ts';

export class CountingWorker {
  readonly #worker = new Worker(new URL('count-frames.worker.ts', import.meta.url), { type: 'module' });

  /** Counts what this receiver gets, and replaces it by something that costs nothing to decode. */
  count(receiver: RTCRtpReceiver, number: number): void {
    const options: CountOptions = { receiver: number };
    receiver.transform = new RTCRtpScriptTransform(this.#worker, options);
  }

  read(): Promise<ReadonlyMap<number, FrameCount>> {
    const { port1, port2 } = new MessageChannel();
    const { promise, resolve } = Promise.withResolvers<ReadonlyMap<number, FrameCount>>();
    port1.addEventListener('message', ({ data }: MessageEvent<Map<number, FrameCount>>) => resolve(data), {
      once: true,
    });
    port1.start();
    this.#worker.postMessage(null, [port2]);
    return promise;
  }
}
