/**
 * What the admin asks about rooms, of this instance and of the others. An instance that does not
 * answer in time is named, and does not hold up the answers of the rest.
 */
import { RoomPhase, type RoomId } from '@lectern/protocol';
import type { Logger } from 'pino';
import * as z from 'zod/mini';
import { ADMIN_CALL_MS } from '../policy.ts';
import type { Clock } from '../room/clock.ts';
import { shortRoomId } from '../room/ids.ts';
import type { Room } from '../room/room.ts';
import type { FarRooms } from './far-rooms.ts';
import type { AdminFrame } from './frames.ts';
import type { InstanceFacts, InstanceId } from './instance.ts';
import type { Rooms } from './rooms.ts';

export const ListedRoom = z.object({
  /** Shortened: the whole id is an invitation. */
  room: z.string(),
  phase: RoomPhase,
  /** Whether its watchers see what another program publishes. */
  isStreamed: z.prefault(z.boolean(), false),
  watchers: z.number(),
  title: z.string(),
  /** The identity of its presenter; null where it is not known or everybody may present. */
  presenter: z.nullable(z.string()),
});
const RoomList = z.object({ rooms: z.array(ListedRoom), total: z.number() });
type RoomList = z.infer<typeof RoomList>;

/** `isEnded`: false where the room has no presenter whose run could be ended. */
const EndedRoom = z.object({ room: z.string(), watchers: z.number(), isEnded: z.boolean() });
export type EndedRoom = z.infer<typeof EndedRoom>;

interface AdminRoomsOptions {
  readonly rooms: Rooms;
  readonly log: Logger;
}

/** The rooms of this instance. */
export class AdminRooms {
  readonly #options: AdminRoomsOptions;

  constructor(options: AdminRoomsOptions) {
    this.#options = options;
  }

  list(max: number): RoomList {
    const { rooms } = this.#options;
    const listed = [...rooms.all()].slice(0, max).map(({ id, phase, onAir, watchers, about }) => {
      const isStreamed = onAir.by === 'stream';
      const presenter = this.#presenterOf(id);
      return { room: shortRoomId(id), phase, isStreamed, watchers, title: about.title, presenter };
    });
    return { rooms: listed, total: rooms.size };
  }

  /** Rooms whose ids begin so. */
  count(start: string): number {
    return this.#from(start).length;
  }

  /** Undefined where no room, or more than one, begins so. */
  end(start: string): EndedRoom | undefined {
    const [room, ...more] = this.#from(start);
    if (room === undefined || more.length > 0) return undefined;
    const { watchers } = room;
    const shown = shortRoomId(room.id);
    const isEnded = room.endRun('admin');
    const facts = { room: shown, presenter: this.#presenterOf(room.id) ?? undefined, watchers };
    if (isEnded) this.#options.log.info(facts, 'room ended by the admin');
    return { room: shown, watchers, isEnded };
  }

  /** What another instance asks. */
  answer(frame: AdminFrame): unknown {
    switch (frame.type) {
      case 'list-rooms':
        return this.list(frame.max);
      case 'count-rooms':
        return this.count(frame.start);
      case 'end-room':
        return this.end(frame.start);
    }
  }

  #from(start: string): readonly Room[] {
    return [...this.#options.rooms.all()].filter(({ id }) => id.startsWith(start));
  }

  #presenterOf(roomId: RoomId): string | null {
    return this.#options.rooms.identityOf(roomId)?.name ?? null;
  }
}

/** `result`: undefined where it has not answered in time, or cannot. */
export interface Answered<R> {
  readonly instance: InstanceId;
  readonly result: R | undefined;
}

interface OtherRoomsOptions {
  readonly calls: Pick<FarRooms, 'call'>;
  /** Those alive but this one. */
  readonly others: () => readonly InstanceFacts[];
  readonly clock: Clock;
}

/** The rooms of the other instances. */
export class OtherRooms {
  readonly #options: OtherRoomsOptions;

  constructor(options: OtherRoomsOptions) {
    this.#options = options;
  }

  list(max: number): Promise<readonly Answered<RoomList>[]> {
    return this.#askAll((id) => this.#options.calls.call(id, { type: 'list-rooms', max }, RoomList));
  }

  count(start: string): Promise<readonly Answered<number>[]> {
    return this.#askAll((id) => this.#options.calls.call(id, { type: 'count-rooms', start }, z.number()));
  }

  end(instance: InstanceId, start: string): Promise<EndedRoom | undefined> {
    const call = { type: 'end-room', start } as const;
    return this.#inTime(this.#options.calls.call(instance, call, z.optional(EndedRoom)));
  }

  #askAll<R>(ask: (instance: InstanceId) => Promise<R>): Promise<readonly Answered<R>[]> {
    return Promise.all(
      this.#options.others().map(async ({ id }) => ({ instance: id, result: await this.#inTime(ask(id)) })),
    );
  }

  /** Undefined where there is no answer in time, or only a failure. */
  #inTime<R>(answer: Promise<R>): Promise<R | undefined> {
    const late = new Promise<undefined>((resolve) => {
      this.#options.clock.after(ADMIN_CALL_MS, () => resolve(undefined));
    });
    return Promise.race([answer.catch(() => undefined), late]);
  }
}
