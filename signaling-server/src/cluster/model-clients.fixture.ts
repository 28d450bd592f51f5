/** The clients of the model of the rooms, and the random numbers that drive it. */
import type { Epoch, LinkId, NoticeName, NoticePayload, RoomId, WatcherId } from '@lectern/protocol';
import type { Outlet } from '../room/outlet.ts';

/** Mulberry32: the same seed gives the same numbers, from 0 up to 1. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export class ModelOutlet implements Outlet {
  isOpen = true;
  /** The link that its client was last notified of. */
  link: LinkId | null = null;
  readonly #onClose: () => void;

  constructor(onClose: () => void = () => {}) {
    this.#onClose = onClose;
  }

  notify<N extends NoticeName>(name: N, payload: NoticePayload<N>): void {
    if (name === 'link:opened' && 'linkId' in payload) this.link = payload.linkId;
  }

  close(): void {
    this.isOpen = false;
    this.#onClose();
  }
}

/** A page that has been in a room: its token is its id. */
export interface Watcher {
  readonly watcherId: WatcherId;
  outlet: ModelOutlet | null;
  link: LinkId | null;
}

/** An app that has the room's key. */
export interface Machine {
  epoch: Epoch | null;
  lastEpoch: Epoch;
  outlet: ModelOutlet | null;
}

export interface ModelRoom {
  readonly id: RoomId;
  readonly machines: readonly Machine[];
  readonly watchers: Watcher[];
  /** Repeated by the presenter whenever it opens the room. */
  readonly removed: Set<WatcherId>;
}
