/**
 * The presenter app during development: rebuilds its main process and restarts it when the sources
 * change.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { watch } from 'node:fs';
import { join } from 'node:path';
import { electronArgs } from '../programs/electron.ts';
import { endChild, runProgram } from '../programs/run-program.ts';
import { electronEnvironment } from '../programs/start-electron.ts';
import { printerFor, printLines } from './prefixed-output.ts';

interface DevAppOptions {
  readonly root: string;
  /** Electron's binary. */
  readonly electron: string;
  readonly presenterUrl: string;
  readonly serviceUrl: string;
}

/** An editor saves several files at once; they are one change. */
const SETTLE_MS = 150;

export async function startDevApp(options: DevAppOptions): Promise<{ stop(): Promise<void> }> {
  const print = printerFor('app');
  const folder = join(options.root, 'electron');
  let app: ChildProcess | undefined;
  let lastRestart = Promise.resolve();

  async function restart(): Promise<void> {
    const vite = join(options.root, 'node_modules/vite/bin/vite.js');
    const { code, output } = await runProgram(process.execPath, [vite, 'build'], { cwd: folder, output: 'keep' });
    if (code !== 0) {
      print(output);
      return;
    }
    if (app) await endChild(app);
    app = openApp(options, folder);
  }

  await restart();
  let timer: NodeJS.Timeout | undefined;
  const watcher = watch(join(folder, 'src'), { recursive: true }, () => {
    clearTimeout(timer);
    // A change during a build starts another build after it.
    timer = setTimeout(() => {
      lastRestart = lastRestart.then(restart);
    }, SETTLE_MS);
  });
  return {
    stop: async () => {
      watcher.close();
      clearTimeout(timer);
      await lastRestart;
      if (app) await endChild(app);
    },
  };
}

function openApp({ electron, presenterUrl, serviceUrl }: DevAppOptions, folder: string): ChildProcess {
  const app = spawn(electron, [...electronArgs(), folder, `--service=${serviceUrl}`], {
    env: { ...electronEnvironment(), LECTERN_RENDERER_URL: presenterUrl },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const print = printerFor('app');
  for (const output of [app.stdout, app.stderr]) printLines(output, print);
  app.on('error', (cause) => print(cause.message));
  app.on('exit', (code) => {
    // A restart ends it with code 0, or by a signal.
    if (code !== null && code !== 0) print(`ended with code ${String(code)}. You can present from ${presenterUrl}`);
  });
  return app;
}
