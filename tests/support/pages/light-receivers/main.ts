/** A page with many light receivers, driven by a bench. */
import { RoomId } from '@lectern/protocol';
import type { WatcherReading } from '../../measure/watcher-reading.ts';
import type { FrameCount } from './count-frames.worker.ts';
import { LightReceiver } from './light-receiver.ts';

const worker = new Worker(new URL('count-frames.worker.ts', import.meta.url), { type: 'module' });
const receivers: LightReceiver[] = [];

function readCounts(): Promise<Map<number, FrameCount>> {
  const { port1, port2 } = new MessageChannel();
  const { promise, resolve } = Promise.withResolvers<Map<number, FrameCount>>();
  port1.addEventListener('message', ({ data }: MessageEvent<Map<number, FrameCount>>) => resolve(data), { once: true });
  port1.start();
  worker.postMessage(null, [port2]);
  return promise;
}

const lightReceivers = {
  join(serviceUrl: string, roomId: string): void {
    receivers.push(new LightReceiver({ serviceUrl, roomId: RoomId.parse(roomId), number: receivers.length, worker }));
  },
  async read(): Promise<WatcherReading[]> {
    const counts = await readCounts();
    return await Promise.all(receivers.map((receiver) => receiver.read(counts.get(receiver.number))));
  },
  async leave(): Promise<void> {
    await Promise.all(receivers.map((receiver) => receiver.leave()));
  },
};

declare global {
  interface Window {
    lightReceivers: typeof lightReceivers;
  }
}

window.lightReceivers = lightReceivers;
