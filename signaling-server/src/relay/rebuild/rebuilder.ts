/**
 * Keeps the nodes as the rooms of this instance want them: looks, plans and performs, whenever
 * something may have changed and now and then.
 */
import type { Logger } from 'pino';
import type { RelayPolicy } from '../../policy.ts';
import { roomOf, type RelayNames } from '../names.ts';
import type { RelayNode } from '../relay-node.ts';
import { inOrder, type Outcome } from './in-order.ts';
import { Leftovers } from './leftovers.ts';
import { inspectNode } from './inspect.ts';
import { perform } from './perform.ts';
import { plan } from './plan.ts';
import type { Found, FoundNode, RebuildStep, WantedRoom } from './wanted.ts';

interface RebuilderOptions {
  readonly nodes: ReadonlyMap<string, RelayNode>;
  readonly names: Pick<RelayNames, 'secretOf'>;
  /** Whether everything at the nodes is of this instance. */
  readonly isAlone: boolean;
  readonly policy: RelayPolicy;
  readonly log: Logger;
  /** After a look: what is there now. */
  readonly onLooked: (found: Found) => void;
}

export class Rebuilder {
  readonly #options: RebuilderOptions;
  readonly #wanted = new Map<string, WantedRoom>();
  /** Rooms that this instance has ended: what is left of them goes at once. */
  readonly #ended = new Set<string>();
  readonly #leftovers: Leftovers;
  readonly #looks: NodeJS.Timeout;
  #state: 'resting' | 'running' | 'closed' = 'resting';
  /** Something may have changed since the last look began. */
  #isDue = false;
  #again: NodeJS.Timeout | undefined;

  constructor(options: RebuilderOptions) {
    this.#options = options;
    const { isAlone, policy } = options;
    this.#leftovers = new Leftovers(isAlone ? policy.leftoverMs : Infinity);
    this.#looks = setInterval(() => this.run(), policy.lookEveryMs).unref();
  }

  want(room: WantedRoom): void {
    this.#ended.delete(room.names.room);
    this.#wanted.set(room.names.room, room);
    this.run();
  }

  /**
   * Another instance runs the room from now on, or nobody: this one changes nothing of it any more.
   */
  leave(room: string): void {
    this.#wanted.delete(room);
  }

  /** Removes what is there of the room. */
  end(room: string): void {
    this.#wanted.delete(room);
    this.#ended.add(room);
    this.run();
  }

  run(): void {
    this.#isDue = true;
    if (this.#state !== 'resting') return;
    this.#state = 'running';
    clearTimeout(this.#again);
    void this.#runAll();
  }

  close(): void {
    this.#state = 'closed';
    clearInterval(this.#looks);
    clearTimeout(this.#again);
  }

  async #runAll(): Promise<void> {
    const { policy } = this.#options;
    let failed = false;
    while (this.#isDue && !this.#isClosed()) {
      this.#isDue = false;
      failed = !(await this.#rebuild());
    }
    if (this.#isClosed()) return;
    this.#state = 'resting';
    if (failed) this.#again = setTimeout(() => this.run(), policy.againMs).unref();
  }

  /** While a run waits for an answer, the state may have changed. */
  #isClosed(): boolean {
    return this.#state === 'closed';
  }

  /** False where a step has failed. */
  async #rebuild(): Promise<boolean> {
    for (let round = 0; round < this.#options.policy.rounds; round += 1) {
      const wanted = [...this.#wanted.values()];
      const found = await this.#inspect(wanted);
      if (this.#isClosed()) return true;
      this.#options.onLooked(found);
      const steps = plan(wanted, found, this.#removable(found, wanted));
      if (steps.length === 0) return true;
      const outcomes = await inOrder(steps, (step) => this.#perform(step));
      if (outcomes.includes('failed')) return false;
    }
    return true;
  }

  async #inspect(wanted: readonly WantedRoom[]): Promise<Found> {
    const looks = [...this.#options.nodes.values()].map(async (node): Promise<readonly [string, FoundNode] | null> => {
      const { control, name } = node;
      if (control === undefined) return null;
      try {
        return [name, await inspectNode(name, control, wanted)];
      } catch (error) {
        this.#options.log.debug({ err: error, janus: name }, 'a relay node could not be looked at');
        return null;
      }
    });
    return new Map((await Promise.all(looks)).filter((look) => look !== null));
  }

  #removable(found: Found, wanted: readonly WantedRoom[]): ReadonlySet<string> {
    const all: string[] = [];
    for (const { rooms, mountpoints } of found.values()) all.push(...rooms.keys(), ...mountpoints.keys());
    const left = new Set(all.map((id) => roomOf(id)));
    const isComplete = found.size === this.#options.nodes.size;
    for (const room of this.#ended) if (isComplete && !left.has(room)) this.#ended.delete(room);
    const ofEnded = all.filter((id) => this.#ended.has(roomOf(id) ?? ''));
    return new Set([...ofEnded, ...this.#leftovers.among(found, wanted, performance.now())]);
  }

  async #perform(step: RebuildStep): Promise<Outcome> {
    const { nodes, names, log } = this.#options;
    const name = step.node;
    const control = nodes.get(name)?.control;
    if (control === undefined) return 'failed';
    try {
      await perform(step, control, (room) => names.secretOf(room));
      log.debug({ janus: name, step: step.type }, 'relay rebuilt');
      return 'done';
    } catch (error) {
      log.warn({ err: error, janus: name, step: step.type }, 'a step at the relay has failed');
      return 'failed';
    }
  }
}
