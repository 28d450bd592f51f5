/**
 * The presenter app in a simulation: its real session and fan-out, on one machine that keeps its storage, and
 * what its user does.
 */
import { Broadcast } from '../../../renderer/src/broadcast/broadcast.ts';
import { FakeScene } from '../../../renderer/src/broadcast/fake-broadcast.fixture.ts';
import { EpochMemory } from '../../../renderer/src/session/epoch-memory.ts';
import { PresenterSession } from '../../../renderer/src/session/presenter-session.ts';
import { RemovalMemory } from '../../../renderer/src/session/removal-memory.ts';
import type { Machine } from '../machines/machine.ts';
import { Program } from '../machines/machine.ts';
import { PresentedMedia } from '../media/presented-media.ts';
import type { Network } from '../network/network.ts';
import type { Entry } from '../world/entry.ts';
import type { PromptRoomKey } from './room-keys.ts';
import { SERVICE_URL } from './service.ts';

const about = { title: 'Optics', presenter: 'Ada' };

/** Before the user has seen it, and presses the button. */
const REACTS_AFTER_MS = 2_000;

export interface PresenterOptions {
  readonly machine: Machine;
  readonly network: Network;
  readonly key: PromptRoomKey;
  readonly entry: Entry;
  /** Whether the user takes the room back from another machine. With one machine alone nothing may call for that. */
  readonly takesBack: () => boolean;
}

interface Running {
  readonly program: Program;
  readonly session: PresenterSession;
  readonly broadcast: Broadcast;
  readonly media: PresentedMedia;
}

export class PresenterMachine {
  readonly machine: Machine;
  readonly #options: PresenterOptions;
  #running: Running | undefined;

  constructor(options: PresenterOptions) {
    this.machine = options.machine;
    this.#options = options;
  }

  get running(): Running | undefined {
    return this.#running;
  }

  /** Starts the app, and goes on air. */
  launch(): void {
    if (this.machine.isAsleep) return this.machine.onceAwake(() => this.launch());
    const program = new Program(this.machine);
    program.note('starts, and goes live');
    this.#running = program.run(() => this.#start(program));
  }

  /** Its process ends without a word. */
  kill(): void {
    this.#running?.program.note('is killed');
    this.#running?.program.kill();
    this.#running = undefined;
  }

  /** Does something as its user, or as its system. */
  act(act: (running: Running) => void): void {
    const running = this.#running;
    if (running !== undefined) running.program.run(() => act(running));
  }

  #start(program: Program): Running {
    const { key, network, entry } = this.#options;
    const { roomId } = key;
    const media = new PresentedMedia(network);
    const broadcast = new Broadcast({ scene: new FakeScene(), media });
    const { storage } = this.machine;
    const stored = {
      getItem: (name: string) => storage.get(name) ?? null,
      setItem: (name: string, value: string) => void storage.set(name, value),
    };
    const session = new PresenterSession({
      desktop: { proveRoom: async (claims) => key.prove(claims) },
      serviceUrl: SERVICE_URL,
      roomId,
      presenterKey: null,
      about,
      broadcast,
      epochs: new EpochMemory(stored, `${SERVICE_URL} ${roomId}`),
      removals: new RemovalMemory(stored, roomId),
      rules: entry.rules,
    });
    this.#admitGuests(session);
    this.#takeBack(session);
    let shown = '';
    session.state.subscribe(() => {
      const { signaling, air } = session.state.get();
      const now = `${signaling.name}${'code' in signaling ? ` (${signaling.code})` : ''}, ${air}`;
      if (now !== shown) program.note(`is ${now}`);
      shown = now;
    });
    session.goLive();
    return { program, session, broadcast, media };
  }

  /** Lets everybody in who waits in the lobby. */
  #admitGuests({ entrance }: PresenterSession): void {
    let isAboutTo = false;
    const look = (): void => {
      if (isAboutTo || entrance.lobby.get().count === 0) return;
      isAboutTo = true;
      setTimeout(() => {
        isAboutTo = false;
        void entrance.admit().then(look, look);
      }, REACTS_AFTER_MS);
    };
    entrance.lobby.subscribe(look);
  }

  #takeBack(session: PresenterSession): void {
    const isDue = (): boolean => this.#options.takesBack() && session.state.get().signaling.name === 'replaced';
    session.state.subscribe(() => {
      if (!isDue()) return;
      setTimeout(() => {
        if (!isDue()) return;
        session.takeBack();
        session.goLive();
      }, REACTS_AFTER_MS);
    });
  }
}
