/** Runs another program and waits for its end. */
import { spawn, type ChildProcess } from 'node:child_process';

export interface ProgramResult {
  /** The exit code; 1 after a signal or a timeout, 127 if the program could not be started. */
  readonly code: number;
  /** Standard output and standard error, interleaved as they came; empty if they were shown. */
  readonly output: string;
}

export interface ProgramOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** `show` (the default) passes the output on to this process's own. */
  readonly output?: 'show' | 'keep';
  readonly timeoutMs?: number;
}

const KILL_AFTER_MS = 4_000;

/** Never rejects: a program that cannot be started is a result with code 127. */
export async function runProgram(
  program: string,
  args: readonly string[],
  { cwd, env, output = 'show', timeoutMs }: ProgramOptions = {},
): Promise<ProgramResult> {
  const child = spawn(program, args, {
    cwd,
    env: env ?? process.env,
    stdio: output === 'keep' ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
    ...(timeoutMs === undefined ? {} : { timeout: timeoutMs }),
  });
  const chunks: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => chunks.push(String(chunk)));
  const { promise, resolve } = Promise.withResolvers<ProgramResult>();
  child.on('error', (cause) => resolve({ code: 127, output: `${program}: ${cause.message}` }));
  child.on('close', (code) => resolve({ code: code ?? 1, output: chunks.join('') }));
  return promise;
}

/** Sends SIGTERM and waits for the end of the process; sends SIGKILL if that takes too long. */
export async function endChild(child: ChildProcess, killAfterMs = KILL_AFTER_MS): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(() => child.kill('SIGKILL'), killAfterMs);
  child.once('exit', () => resolve());
  child.kill('SIGTERM');
  await promise;
  clearTimeout(timer);
}
