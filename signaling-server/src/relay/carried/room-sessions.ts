/**
 * One room's sessions at the nodes: opened when the room first needs the node, and claimed again
 * when the node, or the connection to it, is back.
 */
import type { LinkId } from '@lectern/protocol';
import type { FoundHandle } from '../janus/find-handles.ts';
import type { JanusHandle } from '../janus/handle.ts';
import { JanusError, type Plugin } from '../janus/janus-error.ts';
import { opaqueIdOf, type RelayRoomNames } from '../names.ts';
import type { RelayNode, RoomSession } from '../relay-node.ts';

/** A handle that an earlier owner of the room has left. */
export interface LeftHandle {
  readonly node: RelayNode;
  readonly handle: JanusHandle;
  readonly facts: FoundHandle;
}

export class RoomSessions {
  readonly #names: RelayRoomNames;
  readonly #sessions = new Map<RelayNode, Promise<RoomSession>>();

  constructor(names: RelayRoomNames) {
    this.#names = names;
  }

  /**
   * The handles that are there already, by their links, with those that were attached before it was
   * claimed again. Rejects with `JanusError`.
   */
  open(node: RelayNode): Promise<RoomSession> {
    const known = this.#sessions.get(node);
    if (known !== undefined) return known;
    const opening = node.openSession(this.#names, () => this.forget(node));
    this.#sessions.set(node, opening);
    opening.catch(() => this.#sessions.delete(node));
    return opening;
  }

  /** A new handle of this link. Rejects with `JanusError`. */
  async attach(node: RelayNode, plugin: Plugin, linkId: LinkId): Promise<JanusHandle> {
    const { session } = await this.open(node);
    return session.attach(plugin, opaqueIdOf(this.#names.room, linkId));
  }

  /** What is left of this link at one of the nodes, where its path is up. Rejects where nothing is. */
  async find(nodes: readonly RelayNode[], linkId: LinkId, withinMs: number): Promise<LeftHandle> {
    return await Promise.any(
      nodes.map(async (node) => {
        await node.whenHere(withinMs);
        const { handles, found } = await this.open(node);
        const [handle, facts] = [handles.get(linkId), found.get(linkId)];
        if (handle === undefined || facts?.isUp !== true) throw new JanusError('no-handle', 'nothing is left of it');
        return { node, handle, facts };
      }),
    );
  }

  /** Its node is away: it has to be claimed again. */
  forget(node: RelayNode): void {
    this.#sessions.delete(node);
  }

  /** `ended`: with all handles. Otherwise the next owner of the room claims them. */
  close(why: 'ended' | 'moved'): void {
    const opened = [...this.#sessions.values()];
    this.#sessions.clear();
    for (const opening of opened) {
      // It may have failed, and the node may be away: Janus ends a session that nobody keeps alive.
      void opening
        .then(({ session }) => (why === 'ended' ? session.destroy() : session.close()))
        .catch(() => undefined);
    }
  }
}
