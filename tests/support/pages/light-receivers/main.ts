/** A page with many light receivers, driven by a bench. */
import { RoomId } from '@lectern/protocol';
import type { WatcherReading } from '../../measure/watcher-reading.ts';
import { CountingWorker } from './counting-worker.ts';
import { LightReceiver } from './light-receiver.ts';

const worker = new CountingWorker();
const receivers: LightReceiver[] = [];

const lightReceivers = {
  join(serviceUrl: string, roomId: string): void {
    receivers.push(new LightReceiver({ serviceUrl, roomId: RoomId.parse(roomId), number: receivers.length, worker }));
  },
  async read(): Promise<WatcherReading[]> {
    const counts = await worker.read();
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
