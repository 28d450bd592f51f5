/**
 * Frames for a door's clients, in order. A client hears the reply to its request before any notice
 * that came after it, so notices wait until the caller has taken the reply.
 */
import type { FrameOf } from './frames.ts';
import type { FarRooms } from './far-rooms.ts';
import type { InstanceId } from './instance.ts';

type DoorFrame = FrameOf<'reply' | 'notice' | 'renew-token' | 'close' | 'admitted'>;

/** After all promise callbacks that are due by then, and those that they cause. */
const afterPromises = (run: () => void): void => queueMicrotask(() => process.nextTick(run));

export class DoorFrames {
  readonly #farRooms: FarRooms;
  #waiting: { readonly from: InstanceId; readonly frame: DoorFrame }[] = [];
  #isReplyTaken = true;

  constructor(farRooms: FarRooms) {
    this.#farRooms = farRooms;
  }

  receive(from: InstanceId, frame: DoorFrame): void {
    const mayGo = this.#waiting.length === 0 && (this.#isReplyTaken || frame.type === 'reply');
    if (mayGo) this.#carryOut(from, frame);
    else this.#waiting.push({ from, frame });
  }

  #carryOut(from: InstanceId, frame: DoorFrame): void {
    switch (frame.type) {
      case 'reply':
        this.#farRooms.reply(from, frame);
        return this.#awaitTaken();
      case 'notice':
        return this.#farRooms.notify(from, frame);
      case 'renew-token':
        return this.#farRooms.renewToken(from, frame);
      case 'close':
        return this.#farRooms.close(from, frame);
      case 'admitted':
        return this.#farRooms.admitted(from, frame);
    }
  }

  #awaitTaken(): void {
    if (!this.#isReplyTaken) return;
    this.#isReplyTaken = false;
    afterPromises(() => {
      this.#isReplyTaken = true;
      const waiting = this.#waiting;
      this.#waiting = [];
      for (const { from, frame } of waiting) this.receive(from, frame);
    });
  }
}
