/** The directory of an instance that runs alone: every room is its own. */
import type { RoomId } from '@lectern/protocol';
import type { Directory, DirectoryOptions, Owner } from './directory.ts';
import type { InstanceFacts, InstanceId } from './instance.ts';

export class LoneDirectory implements Directory {
  readonly self: InstanceId;
  readonly holdsLease = true;
  readonly #facts: DirectoryOptions['facts'];
  readonly #owned = new Map<RoomId, Owner>();
  #fence = 0;

  constructor({ self, facts }: Omit<DirectoryOptions, 'hasPresenter'>) {
    this.self = self;
    this.#facts = facts;
  }

  async ownerOf(roomId: RoomId): Promise<Owner | undefined> {
    return this.#owned.get(roomId);
  }

  async claim(roomId: RoomId): Promise<Owner> {
    const owner = this.#owned.get(roomId) ?? { instance: this.self, fence: (this.#fence += 1) };
    this.#owned.set(roomId, owner);
    return owner;
  }

  async release(roomId: RoomId): Promise<void> {
    this.#owned.delete(roomId);
  }

  forget(): void {
    // The only instance has no other to be wrong about.
  }

  suspect(): void {
    // There is no other instance.
  }

  owned(): Iterable<RoomId> {
    return this.#owned.keys();
  }

  owns(roomId: RoomId): boolean {
    return this.#owned.has(roomId);
  }

  instances(): readonly InstanceFacts[] {
    return [{ id: this.self, ...this.#facts() }];
  }

  others(): readonly InstanceFacts[] {
    return [];
  }

  subscribe(): () => void {
    // There is no other instance that could leave or take a room.
    return () => undefined;
  }

  async close(): Promise<void> {
    this.#owned.clear();
  }
}
