/**
 * The owner's side of streams: what programs at the doors of other instances ask of the rooms here.
 * Unlike the calls of clients, they wait for the media server, and no order holds among them.
 */
import { SignalingError } from '@lectern/protocol';
import type { Logger } from 'pino';
import type { Directory } from './directory.ts';
import type { SendFrame } from './far-outlet.ts';
import type { StreamFrame } from './frames.ts';
import type { InstanceId } from './instance.ts';
import { roomCalls } from './room-calls.ts';
import type { Rooms } from './rooms.ts';

interface FarStreamsOptions {
  readonly directory: Pick<Directory, 'self' | 'holdsLease' | 'ownerOf'>;
  readonly rooms: Rooms;
  readonly send: SendFrame;
  readonly log: Logger;
}

export class FarStreams {
  readonly #options: FarStreamsOptions;

  constructor(options: FarStreamsOptions) {
    this.#options = options;
  }

  /** Never rejects. */
  async call(from: InstanceId, { call, roomId, ask }: StreamFrame): Promise<void> {
    const { directory, rooms, send, log } = this.#options;
    try {
      const isHere = rooms.find(roomId) !== undefined;
      if (!isHere && (await directory.ownerOf(roomId))?.instance !== directory.self) {
        return send(from, { type: 'reply', call, isOther: true });
      }
      if (!directory.holdsLease) throw new SignalingError('room-moving', 'the lease of this instance has run out');
      send(from, { type: 'reply', call, result: await roomCalls.stream({ rooms, roomId }, ask) });
    } catch (error) {
      const known = error instanceof SignalingError ? error : new SignalingError('internal', '');
      if (known !== error) log.error({ err: error }, 'a request of a stream failed');
      const { code, message } = known;
      send(from, { type: 'reply', call, error: { code, message } });
    }
  }
}
