/** Docker with Compose, the plugin or the older program. */
import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { findInPath } from '../../../scripts/programs/find-file.ts';

const execute = promisify(execFile);
/** The builder prints a line for each step. */
const OUTPUT_BYTES = 64 * 1024 * 1024;

/** What a spec that needs it says where it is missing. */
export const NO_COMPOSE = 'needs Docker with Compose';

export class DockerCompose {
  readonly #docker: string;
  readonly #compose: readonly [program: string, ...words: string[]];

  private constructor(docker: string, compose: readonly [program: string, ...words: string[]]) {
    this.#docker = docker;
    this.#compose = compose;
  }

  /** Undefined where either is missing, or no Docker runs. */
  static find(): DockerCompose | undefined {
    const docker = findInPath('docker');
    if (docker === undefined || !succeeds(docker, 'info')) return undefined;
    if (succeeds(docker, 'compose', 'version')) return new DockerCompose(docker, [docker, 'compose']);
    const older = findInPath('docker-compose');
    return older === undefined ? undefined : new DockerCompose(docker, [older]);
  }

  /**
   * The output of a command of Docker, given in this folder. Throws with its errors when it fails.
   */
  docker(folder: string, ...words: readonly string[]): Promise<string> {
    return output(this.#docker, words, folder);
  }

  /** The same of a command of Compose. */
  compose(folder: string, ...words: readonly string[]): Promise<string> {
    const [program, ...first] = this.#compose;
    return output(program, [...first, ...words], folder);
  }
}

const succeeds = (program: string, ...words: readonly string[]): boolean =>
  spawnSync(program, words, { stdio: 'ignore' }).status === 0;

async function output(program: string, words: readonly string[], cwd: string): Promise<string> {
  const { stdout } = await execute(program, words, { cwd, maxBuffer: OUTPUT_BYTES });
  return stdout.trim();
}
