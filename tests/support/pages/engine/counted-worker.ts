/**
 * Puts the counted fan-out worker in the place of the real one, for every engine that this page
 * starts from now on.
 */
import type { WriterCount } from './count-writers.ts';

export type { WriterCount };

const { Worker } = globalThis;
let started: Worker | undefined;

/** Only encode-once starts a worker in this page. */
Reflect.set(globalThis, 'Worker', function startCounted() {
  started = new Worker(new URL('counted-fan-out.worker.ts', import.meta.url), { type: 'module' });
  return started;
});

export async function countWriters(): Promise<WriterCount> {
  if (!started) throw new Error('no worker has been started');
  const { port1, port2 } = new MessageChannel();
  const { promise, resolve } = Promise.withResolvers<WriterCount>();
  port1.addEventListener('message', ({ data }: MessageEvent<WriterCount>) => resolve(data), { once: true });
  port1.start();
  started.postMessage({ type: 'count-writers' }, [port2]);
  return await promise;
}
