/**
 * The relay: its nodes, and what the rooms of this instance want of them. Whatever a node has lost is made
 * again from what is wanted, as soon as the node is back.
 */
import type { Logger } from 'pino';
import type { RelayPolicy } from '../policy.ts';
import type { Cancel } from '../room/clock.ts';
import { JanusProgram } from './janus-program.ts';
import { mountpointId, RelayNames, type RelayRoomNames } from './names.ts';
import { Rebuilder } from './rebuild/rebuilder.ts';
import type { Found, WantedRoom } from './rebuild/wanted.ts';
import { RelayNode } from './relay-node.ts';

/** Who starts a Janus that has ended: the platform, or the service, which then starts the origin by this program. */
export type Restart = { readonly by: 'platform' } | { readonly by: 'service'; readonly program: string };

export interface RelaySetting {
  /** Where presenters publish: `ws://host:port`. */
  readonly origin: string;
  /** Where watchers are; the origin, where none is named. */
  readonly edges: readonly string[];
  /** Of the API and the Admin API of every node, and the key of its plugins. */
  readonly secret: string;
  readonly restart: Restart;
}

/**
 * Which rooms go through it, of those whose presenter's app can publish to it. `auto`: those that
 * their presenter's uplink does not carry.
 */
export type RelayUse = 'never' | 'auto' | 'always';

export interface RelayOptions {
  readonly setting: RelaySetting;
  /** What names and secrets at the nodes are made from. */
  readonly tokenSecret: Uint8Array;
  /** No other instance uses these nodes: what nobody wants is then left over. */
  readonly isAlone: boolean;
  readonly policy: RelayPolicy;
  readonly log: Logger;
}

export class Relay {
  readonly origin: RelayNode;
  /** The origin is one of them where no others are named. */
  readonly edges: readonly RelayNode[];
  readonly names: RelayNames;
  readonly #nodes: ReadonlyMap<string, RelayNode>;
  readonly #rebuilder: Rebuilder;
  readonly #program: JanusProgram | undefined;
  readonly #listeners = new Set<() => void>();
  #found: Found = new Map();

  constructor({ setting, tokenSecret, isAlone, policy, log }: RelayOptions) {
    const { origin, edges, secret, restart } = setting;
    this.names = new RelayNames(tokenSecret);
    this.#program = restart.by === 'service' ? new JanusProgram({ path: restart.program, policy, log }) : undefined;
    this.origin = new RelayNode({ url: origin, secret, policy, log, onUnreached: () => this.#program?.ensure() });
    const others = edges.filter((url) => url !== origin).map((url) => new RelayNode({ url, secret, policy, log }));
    const isEdge = edges.length === 0 || edges.includes(origin);
    this.edges = isEdge ? [this.origin, ...others] : others;
    this.#nodes = new Map([this.origin, ...others].map((node) => [node.name, node] as const));
    const onLooked = (found: Found): void => {
      this.#found = found;
      for (const listener of this.#listeners) listener();
    };
    this.#rebuilder = new Rebuilder({ nodes: this.#nodes, names: this.names, isAlone, policy, log, onLooked });
    this.origin.watch({ here: () => this.#program?.answered(), away: () => undefined });
    for (const node of this.#nodes.values()) {
      node.watch({ here: () => this.rebuild(), away: () => this.rebuild() });
    }
  }

  get nodes(): readonly RelayNode[] {
    return [...this.#nodes.values()];
  }

  /** The edges at which the room's watchers can be now: those with its mountpoint. */
  edgesOf({ room }: RelayRoomNames): readonly RelayNode[] {
    const id = mountpointId(room);
    return this.edges.filter(
      ({ name, control }) => control !== undefined && this.#found.get(name)?.mountpoints.has(id) === true,
    );
  }

  /** Each node that is here with what the last look has found there. */
  get found(): Found {
    return this.#found;
  }

  /** Called after each look. */
  subscribe(listener: () => void): Cancel {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Takes the place of what was wanted of this room before. */
  want(room: WantedRoom): void {
    this.#rebuilder.want(room);
  }

  /** Another instance runs the room from now on: what it has at the nodes stays. */
  leave(room: string): void {
    this.#rebuilder.leave(room);
  }

  /** Removes what the room has at the nodes. */
  end(room: string): void {
    this.#rebuilder.end(room);
  }

  /** Something may have changed, such as a publisher that has come back. */
  rebuild(): void {
    this.#rebuilder.run();
  }

  /** What is at the nodes stays there: pictures outlive the service. */
  close(): void {
    this.#rebuilder.close();
    for (const node of this.#nodes.values()) node.close();
    this.#program?.close();
  }
}
