/** The clients of the model of the rooms. */
import type {
  EntryRules,
  Epoch,
  LinkId,
  NoticeName,
  NoticePayload,
  PasscodeGeneration,
  PasscodeProof,
  RoomId,
  WatcherId,
} from '@lectern/protocol';
import { openToAll } from '../room/entrance.ts';
import type { Outlet } from '../room/outlet.ts';

export class ModelOutlet implements Outlet {
  isOpen = true;
  /** The link that its client was last notified of. */
  link: LinkId | null = null;
  /** Its client gets another token. */
  onRenewal: (generation: PasscodeGeneration) => void = () => undefined;
  readonly #onClose: () => void;

  constructor(onClose: () => void = () => {}) {
    this.#onClose = onClose;
  }

  notify<N extends NoticeName>(name: N, payload: NoticePayload<N>): void {
    if (name === 'link:opened' && 'linkId' in payload) this.link = payload.linkId;
  }

  renewToken(generation: PasscodeGeneration): void {
    this.onRenewal(generation);
  }

  close(): void {
    this.isOpen = false;
    this.#onClose();
  }
}

/** A page that has been in a room: its token is its id, with a generation. */
export interface Watcher {
  readonly watcherId: WatcherId;
  outlet: ModelOutlet | null;
  link: LinkId | null;
  generation: PasscodeGeneration | null;
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
  /** Likewise: the rules for entering, and the passcode that they ask for. */
  entry: EntryRules;
  passcode: PasscodeProof | null;
  /** Somebody with a token of the presenter's, who got in while the presenter was away. */
  thief: ModelOutlet | null;
  /** Pages that wait in the lobby. */
  readonly waiting: Map<WatcherId, ModelOutlet>;
}

const newMachine = (): Machine => ({ epoch: null, lastEpoch: 0, outlet: null });

export const newModelRoom = (id: RoomId): ModelRoom => ({
  id,
  machines: [newMachine(), newMachine()],
  watchers: [],
  removed: new Set(),
  waiting: new Map(),
  thief: null,
  entry: openToAll,
  passcode: null,
});
