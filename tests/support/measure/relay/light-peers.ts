/** Drives a process of light peer connections: `light-peers-program.ts`. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { PeersAnswer, PeersCount, PeersQuestion } from './light-peers-program.ts';

type Asked = PeersQuestion extends infer Q ? (Q extends PeersQuestion ? Omit<Q, 'number'> : never) : never;

export class LightPeers {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, (answer: PeersAnswer) => void>();
  #asked = 0;

  constructor() {
    this.#child = fork(join(import.meta.dirname, 'light-peers-program.ts'), { execArgv: [] });
    this.#child.on('message', (answer: PeersAnswer) => {
      this.#waiting.get(answer.number)?.(answer);
      this.#waiting.delete(answer.number);
    });
    this.#child.once('exit', (code) => {
      for (const [number, resolve] of this.#waiting) resolve({ number, error: `it has ended with ${String(code)}` });
      this.#waiting.clear();
    });
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** An offer of sound and these layers, the best last. What it sends begins when `accept` has connected it. */
  async publish(layersKbps: readonly number[]): Promise<string> {
    return await this.#describe({ ask: 'publish', layersKbps });
  }

  async accept(answer: string): Promise<void> {
    await this.#ask({ ask: 'accept', answer });
  }

  /** RTP without a connection, to these ports of this machine. */
  async sendPlain(kbps: number, ports: { readonly sound: number; readonly picture: number }): Promise<void> {
    await this.#ask({ ask: 'send-plain', kbps, soundPort: ports.sound, picturePort: ports.picture });
  }

  /** One more receiver: its answer to the offer. */
  async receive(offer: string): Promise<string> {
    return await this.#describe({ ask: 'receive', offer });
  }

  async count(): Promise<PeersCount> {
    const value = await this.#ask({ ask: 'count' });
    if (typeof value !== 'object' || value === null) throw new Error('no count');
    return value;
  }

  async close(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const gone = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await gone;
  }

  async #describe(question: Asked): Promise<string> {
    const value = await this.#ask(question);
    if (typeof value !== 'string') throw new Error('no description');
    return value;
  }

  async #ask(question: Asked): Promise<NonNullable<PeersAnswer['value']> | null> {
    this.#asked += 1;
    const number = this.#asked;
    const { promise, resolve } = Promise.withResolvers<PeersAnswer>();
    this.#waiting.set(number, resolve);
    this.#child.send({ ...question, number });
    const { value = null, error } = await promise;
    if (error !== undefined) throw new Error(`light peers: ${error}`);
    return value;
  }
}
