/** The signaling service at its place in the field, which can vanish without a goodbye. */
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import getPort from 'get-port';
import type { Place, Restore } from './field.ts';

const program = join(import.meta.dirname, '../../service/service-program.ts');
/** For its figures. */
const ANSWER_MS = 1_000;

export interface FieldServiceOptions {
  readonly environment: Readonly<Record<string, string>>;
  /** By how much its wall clock is behind that of this machine. */
  readonly behindMs: number;
  readonly turnTtlS: number;
}

export class FieldService {
  readonly url: string;
  readonly #place: Place;
  readonly #port: number;
  readonly #metricsPort: number;
  readonly #dataDir: string;
  readonly #options: FieldServiceOptions;
  #kill: () => Promise<void> = () => Promise.resolve();

  private constructor(
    place: Place,
    [port, metricsPort]: readonly [number, number],
    dataDir: string,
    options: FieldServiceOptions,
  ) {
    this.#place = place;
    this.#port = port;
    this.#metricsPort = metricsPort;
    this.#dataDir = dataDir;
    this.#options = options;
    this.url = `http://${place.address}:${String(port)}`;
  }

  static async start(place: Place, options: FieldServiceOptions): Promise<FieldService> {
    const dataDir = await mkdtemp(join(tmpdir(), 'lectern-service-'));
    const service = new FieldService(place, [await getPort(), await getPort()], dataDir, options);
    await service.#start();
    return service;
  }

  /**
   * Whether it has the presenter and so many watchers as clients. False while it cannot be reached.
   */
  async serves(watchers: number): Promise<boolean> {
    const url = `http://${this.#place.address}:${String(this.#metricsPort)}/metrics`;
    const figures = await fetch(url, { headers: { connection: 'close' }, signal: AbortSignal.timeout(ANSWER_MS) })
      .then((response) => response.text())
      .catch(() => '');
    const connected = (role: string): number =>
      Number(new RegExp(`^lectern_sockets\\{role="${role}"\\} (\\d+)$`, 'm').exec(figures)?.[1] ?? 0);
    return connected('presenter') >= 1 && connected('watcher') >= watchers;
  }

  /** Kills it. No client gets a packet of it, until the returned function starts it again. */
  async vanish(): Promise<Restore> {
    const mend = await this.#place.cut();
    await this.#place.loseConnections();
    await this.#kill();
    return async () => {
      await this.#start();
      await mend();
    };
  }

  async close(): Promise<void> {
    await this.#kill();
    await rm(this.#dataDir, { recursive: true, force: true });
  }

  async #start(): Promise<void> {
    const { environment, behindMs, turnTtlS } = this.#options;
    const words = [`--behind-ms=${String(behindMs)}`, `--turn-ttl-s=${String(turnTtlS)}`];
    const child = this.#place.namespace.spawn([process.execPath, program, ...words], {
      // Logs go to the standard error output: benches print one line of JSON to the other one.
      stdio: ['ignore', 2, 2, 'ipc'],
      env: {
        LECTERN_HOST: this.#place.address,
        LECTERN_PORT: String(this.#port),
        LECTERN_METRICS_HOST: this.#place.address,
        LECTERN_METRICS_PORT: String(this.#metricsPort),
        LECTERN_DATA_DIR: this.#dataDir,
        LECTERN_STUN_URLS: '',
        LECTERN_LOG_LEVEL: 'error',
        ...environment,
      },
    });
    const ended = once(child, 'exit').then(([code]) => Promise.reject(new Error(`the service ended with ${code}`)));
    await Promise.race([once(child, 'message'), ended]);
    ended.catch(() => undefined);
    this.#kill = async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    };
  }
}
