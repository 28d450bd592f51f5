/** Docker or Podman: builds the image of the service and runs containers of it. */
import { execFile, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findInPath } from '../../../scripts/programs/find-file.ts';
import { isFullRoot } from './full-root.ts';

const root = join(import.meta.dirname, '../../..');
/**
 * A program beside the clone that brings Podman, and base images to machines that reach no
 * registry.
 */
const installer = join(root, '../shared/tools/container/install');
/** Its stand-in for the exact tag that the Dockerfile names. */
const standInNode = 'docker.io/library/node:24-bookworm-slim';
/** Two runs of the installer at once would both install packages. */
const INSTALL_LOCK = '/tmp/lectern-container-install.lock';

const execute = promisify(execFile);
/** The builder prints a line for each step. */
const OUTPUT_BYTES = 64 * 1024 * 1024;

/** What a spec that needs an engine says where there is none. */
export const NO_ENGINE = 'needs Podman or Docker';

const canInstall = (): boolean => existsSync(installer) && isFullRoot();

function workingEngine(): string | undefined {
  const found = [findInPath('podman'), findInPath('docker')].filter((path) => path !== undefined);
  return found.find((path) => spawnSync(path, ['info'], { stdio: 'ignore' }).status === 0);
}

/** Whether this machine has an engine that works, or can get one. */
export const hasContainerEngine = (): boolean => canInstall() || workingEngine() !== undefined;

export class ContainerEngine {
  readonly #program: string;
  readonly #hasStandIns: boolean;

  private constructor(program: string, hasStandIns: boolean) {
    this.#program = program;
    this.#hasStandIns = hasStandIns;
  }

  /**
   * Installs one first where that is possible, which takes minutes. Undefined, after printing the
   * reason, if there is none that can run a container on this machine.
   */
  static async find(): Promise<ContainerEngine | undefined> {
    const program = workingEngine();
    if (!canInstall()) return program === undefined ? undefined : new ContainerEngine(program, false);
    try {
      const { stdout } = await execute('flock', [INSTALL_LOCK, installer]);
      const engine = new ContainerEngine(join(stdout.trim(), 'podman'), true);
      await engine.run('run', '--rm', standInNode, 'node', '--version');
      return engine;
    } catch (error) {
      console.warn('No container can be run here:', error);
      return undefined;
    }
  }

  /** Podman also plays Kubernetes manifests. */
  get isPodman(): boolean {
    return this.#program.endsWith('podman');
  }

  /** The output of a command of the engine. Throws with its errors when it fails. */
  async run(...args: readonly string[]): Promise<string> {
    const { stdout } = await execute(this.#program, args, { cwd: root, maxBuffer: OUTPUT_BYTES });
    return stdout.trim();
  }

  /** Builds `build/Dockerfile` and returns the name of the image. */
  async buildImage(): Promise<string> {
    const image = `localhost/lectern-test:${String(process.pid)}`;
    // Podman's own format has no health check.
    const format = this.isPodman ? ['--format', 'docker'] : [];
    const base = this.#hasStandIns ? ['--build-arg', `NODE_IMAGE=${standInNode}`] : [];
    await this.run('build', '--tag', image, '--file', 'build/Dockerfile', ...format, ...base, '.');
    return image;
  }
}
