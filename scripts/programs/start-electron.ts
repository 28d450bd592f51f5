/** Starts the presenter app on Electron, and finds out whether it opens. */
import { spawn, type ChildProcess } from 'node:child_process';
import { whyElectronEnded, type ProgramEnd } from './why-electron-ended.ts';

export interface StartedElectron {
  readonly app: ChildProcess;
  /**
   * Settles with the first of these: its window is there; an app that was open before shows its own
   * window instead; it has ended, or could not be started, with the reason as part of a sentence.
   */
  readonly start: Promise<
    { readonly kind: 'open' | 'open-already' } | { readonly kind: 'failed'; readonly reason: string }
  >;
  /** Settles when it has ended, for any reason. */
  readonly ended: Promise<ProgramEnd>;
}

/** Chromium says why it ends in a few lines. */
const KEPT_LETTERS = 8_000;

/** An editor's terminal sets this variable, and with it Electron is only Node. */
export function electronEnvironment(env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => name !== 'ELECTRON_RUN_AS_NODE'));
}

export function startElectron(
  electron: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): StartedElectron {
  // The app sends one message over the IPC channel, when its window is there.
  const app = spawn(electron, args, { env: electronEnvironment(env), stdio: ['ignore', 'inherit', 'pipe', 'ipc'] });
  let errors = '';
  app.stderr?.on('data', (chunk: Buffer) => {
    process.stderr.write(chunk);
    errors = (errors + String(chunk)).slice(-KEPT_LETTERS);
  });
  const ended = new Promise<ProgramEnd>((resolve) => {
    // After its output has been read to its end.
    app.once('close', (code, signal) => resolve({ code, signal }));
    app.once('error', () => resolve({ code: 1, signal: null }));
  });
  const start: StartedElectron['start'] = new Promise((resolve) => {
    app.once('message', () => resolve({ kind: 'open' }));
    app.once('error', (cause) => resolve({ kind: 'failed', reason: cause.message }));
    void ended.then((end) =>
      resolve(end.code === 0 ? { kind: 'open-already' } : { kind: 'failed', reason: whyElectronEnded(errors, end) }),
    );
  });
  return { app, start, ended };
}
