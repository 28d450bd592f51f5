/** What is between the machines: who reaches whom, how long it takes, and a TURN server. */
import type { Machine } from '../machines/machine.ts';
import type { Random } from '../machines/random.ts';
import type { SimulatedTime } from '../machines/time.ts';
import type { Messages } from './messages.ts';

export class Network {
  readonly time: SimulatedTime;
  readonly random: Random;
  /** What is done to single messages. */
  readonly messages: Messages;
  /** Machines that media reaches through TURN only. */
  readonly behindStrictNat = new Set<Machine>();
  readonly turnServer: Machine;
  isTurnRunning = true;
  /** Allocations do not survive a restart of the server. */
  turnGeneration = 1;
  #addresses = 1;
  readonly #listeners = new Set<() => void>();

  constructor(time: SimulatedTime, random: Random, messages: Messages, turnServer: Machine) {
    this.time = time;
    this.random = random;
    this.messages = messages;
    this.turnServer = turnServer;
  }

  /** One way, in milliseconds. */
  get delayMs(): number {
    const { random } = this;
    return random.happens(0.05) ? random.between(40, 400) : random.between(4, 40);
  }

  isUp(machine: Machine): boolean {
    return machine.isOnline && !machine.isAsleep;
  }

  giveAddress(machine: Machine): void {
    machine.address = this.#addresses += 1;
    this.changed();
  }

  restartTurn(): void {
    this.turnGeneration += 1;
    this.changed();
  }

  /** User name as the service makes it: when it expires, in seconds since 1970. */
  isCredentialValid(username: string | undefined): boolean {
    return Number((username ?? '').split(':')[0]) * 1_000 > this.turnServer.wallMs;
  }

  /** Calls `listener` when paths may have broken, or be there again. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  changed(): void {
    for (const listener of this.#listeners) listener();
  }
}
