/** The way to a client whose socket is at another instance, as a room sees it. */
import type { NoticeName, NoticePayload, PasscodeGeneration } from '@lectern/protocol';
import type { Logger } from 'pino';
import type { NotifyAll, Outlet } from '../room/outlet.ts';
import type { InstanceId } from './instance.ts';
import type { Frame } from './frames.ts';
import type { Wire } from './wire.ts';

/** Sends a frame to the instance, and never throws. */
export type SendFrame = (to: InstanceId, frame: Frame) => void;

export const sendOver =
  (wire: Pick<Wire, 'send'>, log: Logger): SendFrame =>
  (to, frame) => {
    try {
      wire.send(to, frame);
    } catch (error) {
      log.warn({ err: error, to }, 'an instance of another version is not reached');
    }
  };

export class FarOutlet implements Outlet {
  readonly door: InstanceId;
  /** Names the socket at its door. */
  readonly member: number;
  readonly #send: SendFrame;

  constructor(door: InstanceId, member: number, send: SendFrame) {
    this.door = door;
    this.member = member;
    this.#send = send;
  }

  notify<N extends NoticeName>(name: N, payload: NoticePayload<N>): void {
    this.#send(this.door, { type: 'notice', members: [this.member], notice: JSON.stringify([name, payload]) });
  }

  renewToken(generation: PasscodeGeneration): void {
    this.#send(this.door, { type: 'renew-token', member: this.member, generation });
  }

  close(): void {
    this.#send(this.door, { type: 'close', member: this.member });
  }
}

/** The notice is encoded once for all, and travels once to each door. */
export const notifyAllVia =
  (near: NotifyAll, send: SendFrame): NotifyAll =>
  (outlets, name, payload) => {
    const here: Outlet[] = [];
    const doors = new Map<InstanceId, number[]>();
    for (const outlet of outlets) {
      if (!(outlet instanceof FarOutlet)) here.push(outlet);
      else if (!doors.get(outlet.door)?.push(outlet.member)) doors.set(outlet.door, [outlet.member]);
    }
    if (here.length > 0) near(here, name, payload);
    if (doors.size === 0) return;
    const notice = JSON.stringify([name, payload]);
    for (const [door, members] of doors) send(door, { type: 'notice', members, notice });
  };
