/** Runs another program and waits for its end. */
import { spawn, type ChildProcess } from 'node:child_process';

export interface ProgramResult {
  readonly code: number;
  /** Both of its outputs as they came, where `quiet` kept them. */
  readonly output: string;
}

export interface ProgramOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Keep the output instead of showing it. */
  readonly quiet?: boolean;
  readonly timeoutMs?: number;
}

export async function runProgram(
  program: string,
  args: readonly string[],
  { cwd, env, quiet = false, timeoutMs }: ProgramOptions = {},
): Promise<ProgramResult> {
  const child = spawn(program, args, {
    cwd,
    env: env ?? process.env,
    stdio: quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
    ...(timeoutMs === undefined ? {} : { timeout: timeoutMs }),
  });
  const chunks: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => chunks.push(String(chunk)));
  const { promise, resolve } = Promise.withResolvers<ProgramResult>();
  child.on('error', (cause) => resolve({ code: 127, output: `${program}: ${cause.message}` }));
  child.on('close', (code) => resolve({ code: code ?? 1, output: chunks.join('') }));
  return promise;
}

/** Asks a child to end and waits until it has; after `patienceMs` it is ended for good. */
export async function endChild(child: ChildProcess, patienceMs = 4000): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const hard = setTimeout(() => child.kill('SIGKILL'), patienceMs);
  child.once('exit', () => resolve());
  child.kill('SIGTERM');
  await promise;
  clearTimeout(hard);
}
