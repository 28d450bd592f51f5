/**
 * Faults of the presenter's engine that a test causes. It wraps the browser's API, so the product
 * needs no test hook.
 */
import type { FrameKind, LoseFrames } from './faulty-writers.ts';

const { Worker } = globalThis;
let started: Worker | undefined;

/** Only encode-once starts a worker in this page. */
Reflect.set(globalThis, 'Worker', function startFaulty() {
  started = new Worker(new URL('faulty-fan-out.worker.ts', import.meta.url), { type: 'module' });
  return started;
});

const worker = (): Worker => {
  if (!started) throw new Error('no worker has been started');
  return started;
};

/** The worker writes no more of these frames to the link that was connected last. */
function loseFrames(kind: FrameKind): void {
  worker().postMessage({ type: 'lose-frames', kind } satisfies LoseFrames, []);
}

/** The worker is gone, as after a crash. */
function endWorker(): void {
  worker().terminate();
}

/** The scene's encoder makes no more pictures. */
async function stopEncoder(): Promise<void> {
  const senders = [...window.connectionList].flatMap((pc) => pc.getSenders());
  const layered = senders.filter((sender) => sender.getParameters().encodings.length === 3);
  for (const sender of layered) {
    const parameters = sender.getParameters();
    for (const encoding of parameters.encodings) encoding.active = false;
    await sender.setParameters(parameters);
  }
  if (layered.length === 0) throw new Error('no encoder has layers');
}

export const faults = { loseFrames, endWorker, stopEncoder };
