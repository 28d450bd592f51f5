/**
 * The world of a simulation: a service, a presenter and watchers on machines of their own, one
 * clock and one source of random numbers.
 */
import { Machine } from '../machines/machine.ts';
import { Random } from '../machines/random.ts';
import { settled, SimulatedTime } from '../machines/time.ts';
import { forgetCandidates } from '../media/candidates.ts';
import { forgetAgents } from '../media/ice-agent.ts';
import { forgetTransports, reconsiderAll } from '../media/transport.ts';
import { Messages } from '../network/messages.ts';
import { Network } from '../network/network.ts';
import { forgetConnections } from '../network/web-sockets.ts';
import { makePromptRoomKey } from '../ends/room-keys.ts';
import { PresenterMachine } from '../ends/presenter.ts';
import { SimulatedService, type ServiceSettings } from '../ends/service.ts';
import { WatcherMachine } from '../ends/watcher.ts';
import { Entry } from './entry.ts';
import { Trace } from './trace.ts';

const MAX_WATCHERS = 4;

/** Making one takes longer than some seconds of a simulation. */
const key = makePromptRoomKey();

/** A person with a machine. */
export interface Person {
  readonly watcher: WatcherMachine;
  /** Has the room's link open. */
  wants: boolean;
  /** By the presenter, each time that it was. */
  readonly removedIds: Set<string>;
  /** Those of the machine that presents: another one has not heard of them. */
  readonly keptOutIds: Set<string>;
}

export class World {
  readonly maxWatchers = MAX_WATCHERS;
  readonly random: Random;
  readonly time = new SimulatedTime();
  readonly trace: Trace;
  readonly messages: Messages;
  readonly network: Network;
  readonly service: SimulatedService;
  readonly entry = new Entry();
  /** From which the presenter wants to present. */
  presenter: PresenterMachine;
  /** From which the presenter did so before. */
  readonly earlierPresenters: PresenterMachine[] = [];
  readonly people: Person[] = [];
  readonly machines: Machine[] = [];
  /** Whether the presenter is to be on air. */
  isOnAir = true;

  constructor(seed: number, settings: Partial<ServiceSettings> = {}) {
    forgetAgents();
    forgetCandidates();
    forgetConnections();
    forgetTransports();
    this.random = new Random(seed);
    this.trace = new Trace(() => this.time.nowMs);
    this.messages = new Messages(this.random);
    this.network = new Network(this.time, this.random, this.messages, this.#machine('turn'));
    this.network.onChange(reconsiderAll);
    this.service = new SimulatedService(this.#machine('service'), {
      maxWatchers: MAX_WATCHERS,
      turnTtlS: this.random.pick([60, 600]),
      tokenTtlS: this.random.pick([60, 600]),
      ...settings,
    });
    this.presenter = this.#presenterMachine('presenter');
  }

  /** The presenter goes live at another machine. */
  takeOver(): void {
    this.earlierPresenters.push(this.presenter);
    for (const { keptOutIds } of this.people) keptOutIds.clear();
    this.presenter = this.#presenterMachine(`presenter ${String(this.earlierPresenters.length + 1)}`);
    this.network.giveAddress(this.presenter.machine);
    this.presenter.launch();
  }

  async begin(watchers: number): Promise<void> {
    this.service.start();
    this.presenter.launch();
    for (let count = 0; count < watchers; count += 1) this.join();
    await this.time.pass(5_000);
  }

  /** Someone who was never there opens the link. */
  join(): void {
    const machine = this.#machine(`watcher ${String(this.people.length + 1)}`);
    this.network.giveAddress(machine);
    const { entry } = this;
    const isServiceReached = (): boolean => this.#isServiceReachedBy(machine);
    const watcher = new WatcherMachine({ machine, roomId: key.roomId, entry, isServiceReached });
    this.people.push({ watcher, wants: true, removedIds: new Set(), keptOutIds: new Set() });
    this.time.after(this.random.between(0, 1_500), () => watcher.open());
  }

  #isServiceReachedBy(machine: Machine): boolean {
    const { service, network } = this;
    return service.isRunning && network.isUp(machine) && network.isUp(service.machine);
  }

  #presenterMachine(name: string): PresenterMachine {
    const { network, entry } = this;
    const machine = this.#machine(name);
    const created: PresenterMachine = new PresenterMachine({
      machine,
      network,
      key,
      entry,
      takesBack: () => this.presenter === created && this.earlierPresenters.length > 0,
    });
    return created;
  }

  #machine(name: string): Machine {
    const { time, trace } = this;
    const machine = new Machine({ name, time, trace });
    this.machines.push(machine);
    return machine;
  }

  /** Nothing of the product runs any more. */
  async endAll(): Promise<void> {
    for (const { programs } of this.machines) for (const program of programs) program.kill();
    await settled();
  }

  /** What the simulation itself does. */
  note(text: string): void {
    this.trace.add('*', text);
  }

  expect(holds: boolean, rule: string): void {
    if (!holds) throw new Error(`does not hold: ${rule}`);
  }
}
