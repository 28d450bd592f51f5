/**
 * A WebSocket between a client's program and the service, over TCP: it may be half-open, when one
 * end has gone, or the client's address has changed, without the other end's knowledge.
 */
import type { Machine, Owned, Program } from '../machines/machine.ts';
import type { Network } from './network.ts';
import { OrderedLine } from './ordered-line.ts';

type Frame = { readonly type: 'text'; readonly text: string } | { readonly type: 'end'; readonly isReset: boolean };

export interface EndEvents {
  readonly onText: (text: string) => void;
  readonly onEnd: () => void;
}

/** Of TCP. */
const REPEATED_MS = 8_000;

/**
 * Requests, notices and replies of Socket.IO; without them the harsh way would only break
 * connections.
 */
const isMessage = (frame: Frame): boolean => frame.type === 'text' && /^4[23]/.test(frame.text);

export class ConnectionEnd implements Owned {
  readonly program: Program;
  readonly #connection: Connection;
  #events: EndEvents | undefined;
  #state: 'open' | 'ended' = 'open';

  constructor(connection: Connection, program: Program) {
    this.#connection = connection;
    this.program = program;
    program.owned.add(this);
  }

  get isOpen(): boolean {
    return this.#state === 'open';
  }

  listen(events: EndEvents): void {
    this.#events = events;
  }

  send(text: string): void {
    if (this.#state !== 'open') return;
    if (this === this.#connection.client && text.startsWith('42')) this.program.requests += 1;
    this.#note('→', text);
    this.#connection.send(this, { type: 'text', text });
  }

  /** The other end learns it once everything before has arrived. */
  close(isReset = false): void {
    if (this.#state === 'ended') return;
    this.#connection.send(this, { type: 'end', isReset });
    this.#end();
    // A browser says so to its page a little later.
    this.program.machine.time.after(1, () => this.program.run(() => this.#events?.onEnd()));
  }

  /** The system closes the sockets of a program that ends. */
  killed(): void {
    if (this.#state === 'open') this.#connection.send(this, { type: 'end', isReset: true });
    this.#state = 'ended';
  }

  receive(frame: Frame): void {
    if (!this.program.isRunning) {
      // The machine knows no such connection.
      if (frame.type === 'text') this.#connection.send(this, { type: 'end', isReset: true });
      return;
    }
    if (frame.type === 'text') {
      if (this.#state !== 'open') return;
      this.#note('←', frame.text);
      this.program.run(() => this.#events?.onText(frame.text));
      return;
    }
    if (this.#state === 'ended') return;
    this.#end();
    this.program.run(() => this.#events?.onEnd());
  }

  /** What a client says and hears. */
  #note(direction: '→' | '←', text: string): void {
    if (this !== this.#connection.client) return;
    const event = /^42\d*\["([\w:-]+)"/.exec(text)?.[1];
    const refusal = /^4[34]\d*\[?.*"code":"([\w-]+)"/.exec(text)?.[1];
    if (event !== undefined) this.program.note(`${direction} ${event}`);
    else if (refusal !== undefined) this.program.note(`${direction} refused: ${refusal}`);
  }

  #end(): void {
    this.#state = 'ended';
    this.program.owned.delete(this);
  }
}

export class Connection {
  readonly client: ConnectionEnd;
  readonly server: ConnectionEnd;
  readonly #network: Network;
  readonly #address: number;
  readonly #machine: Machine;
  readonly #toServer: OrderedLine<Frame>;
  readonly #toClient: OrderedLine<Frame>;
  /** A middlebox has forgotten it. */
  isCut = false;

  constructor(network: Network, client: Program, server: Program) {
    this.#network = network;
    this.#machine = client.machine;
    this.#address = client.machine.address;
    this.client = new ConnectionEnd(this, client);
    this.server = new ConnectionEnd(this, server);
    const line = (to: () => ConnectionEnd) =>
      new OrderedLine<Frame>({
        network,
        isOpen: () => this.#isOpen,
        longestRepeatMs: REPEATED_MS,
        isTouchable: isMessage,
        deliver: (frame) => to().receive(frame),
      });
    this.#toServer = line(() => this.server);
    this.#toClient = line(() => this.client);
  }

  send(from: ConnectionEnd, frame: Frame): void {
    (from === this.client ? this.#toServer : this.#toClient).send(frame);
  }

  /** The client's system has noticed that the address is gone, and says so to its program. */
  abort(): void {
    this.#toServer.end();
    this.client.receive({ type: 'end', isReset: true });
  }

  /** A proxy between them has ended it. */
  endBoth(): void {
    this.#toServer.end();
    this.#toClient.end();
    this.client.receive({ type: 'end', isReset: false });
    this.server.receive({ type: 'end', isReset: false });
  }

  get isOfOtherAddress(): boolean {
    return this.#machine.address !== this.#address;
  }

  get #isOpen(): boolean {
    const { program } = this.server;
    return (
      !this.isCut && !this.isOfOtherAddress && this.#network.isUp(this.#machine) && this.#network.isUp(program.machine)
    );
  }
}
