/**
 * Runs the service's image as an admin should: no rights, a root that cannot be written, one
 * volume.
 */
import { randomBytes } from 'node:crypto';
import getPort from 'get-port';
import type { ContainerEngine } from '../machine/container-engine.ts';

const hardened = [
  '--read-only',
  '--cap-drop=ALL',
  '--security-opt=no-new-privileges',
  '--memory=256m',
  '--pids-limit=64',
];
const START_TIMEOUT_MS = 30_000;
const POLL_MS = 100;

export interface ContainerOptions {
  /** A volume of its own if absent. It stays when the container is removed. */
  readonly volume?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

export const newVolume = (): string => `lectern-test-${randomBytes(6).toString('hex')}`;

export class ServiceContainer {
  readonly id: string;
  /** Its address on this machine, and one of its names. */
  readonly url: string;
  readonly #engine: ContainerEngine;

  private constructor(engine: ContainerEngine, id: string, url: string) {
    this.#engine = engine;
    this.id = id;
    this.url = url;
  }

  /**
   * Waits until it answers. Its public URL is https, so this machine's address is one of its other
   * names.
   */
  static async start(
    engine: ContainerEngine,
    image: string,
    { volume = newVolume(), environment = {} }: ContainerOptions = {},
  ): Promise<ServiceContainer> {
    const port = String(await getPort());
    const name = `127.0.0.1:${port}`;
    const settings = Object.entries({
      LECTERN_HOST: '127.0.0.1',
      LECTERN_PORT: port,
      LECTERN_PUBLIC_URL: 'https://lectern.example',
      LECTERN_OTHER_NAMES: name,
      LECTERN_STUN_URLS: '',
      ...environment,
    }).flatMap(([key, value]) => ['--env', `${key}=${value}`]);
    // A network of its own would be a new interface here, and Chromium then ends what it is
    // loading.
    const place = ['--detach', '--network=host', '--volume', `${volume}:/data`];
    const id = await engine.run('run', ...hardened, ...place, ...settings, image);
    const container = new ServiceContainer(engine, id, `http://${name}`);
    await container.untilHealthy();
    return container;
  }

  /**
   * Runs a command of the service in the container and returns its output. Throws when it fails.
   */
  command(...args: readonly string[]): Promise<string> {
    return this.#engine.run('exec', this.id, 'lectern', ...args);
  }

  /** Waits until the command of its health check succeeds. */
  async untilHealthy(): Promise<void> {
    const deadline = Date.now() + START_TIMEOUT_MS;
    for (;;) {
      try {
        await this.command('health');
        return;
      } catch (error) {
        if (Date.now() > deadline)
          throw new Error(`The container does not answer: ${await this.logs()}`, { cause: error });
      }
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }

  /**
   * Sends SIGTERM and returns the exit code. After 30 s the engine kills the process, and the code
   * is 137.
   */
  async stop(): Promise<number> {
    await this.#engine.run('stop', '--time', '30', this.id);
    return Number(await this.#engine.run('inspect', '--format', '{{.State.ExitCode}}', this.id));
  }

  /** Starts it again with its port and volume, and waits until it answers. */
  async startAgain(): Promise<void> {
    await this.#engine.run('start', this.id);
    await this.untilHealthy();
  }

  logs(): Promise<string> {
    return this.#engine.run('logs', this.id);
  }

  /** Removes the container, not its volume. */
  async remove(): Promise<void> {
    await this.#engine.run('rm', '--force', this.id);
  }
}
