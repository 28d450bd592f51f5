/** The presenter app while developing: its main process is built again and the app restarted when its sources change. */
import { spawn, type ChildProcess } from 'node:child_process';
import { watch } from 'node:fs';
import { join } from 'node:path';
import { electronArgs } from './electron-runtime.ts';
import { showLines, voiceOf } from './prefixed.ts';
import { endChild, runProgram } from './run-program.ts';

interface DevAppOptions {
  readonly root: string;
  readonly electron: string;
  readonly presenterUrl: string;
  readonly serviceUrl: string;
}

/** An editor writes several files at once. */
const SETTLE_MS = 150;

export async function startDevApp(options: DevAppOptions): Promise<{ stop(): Promise<void> }> {
  const say = voiceOf('app');
  const folder = join(options.root, 'electron');
  let app: ChildProcess | undefined;
  let last = Promise.resolve();

  async function restart(): Promise<void> {
    const vite = join(options.root, 'node_modules/vite/bin/vite.js');
    const { code, output } = await runProgram(process.execPath, [vite, 'build'], { cwd: folder, quiet: true });
    if (code !== 0) {
      say(output);
      return;
    }
    if (app) await endChild(app);
    app = openApp(options, folder);
  }

  await restart();
  let timer: NodeJS.Timeout | undefined;
  const watcher = watch(join(folder, 'src'), { recursive: true }, () => {
    clearTimeout(timer);
    // One after another: a change during a build comes after it.
    timer = setTimeout(() => {
      last = last.then(restart);
    }, SETTLE_MS);
  });
  return {
    stop: async () => {
      watcher.close();
      clearTimeout(timer);
      await last;
      if (app) await endChild(app);
    },
  };
}

function openApp({ electron, presenterUrl, serviceUrl }: DevAppOptions, folder: string): ChildProcess {
  const app = spawn(electron, [...electronArgs(), folder, `--service=${serviceUrl}`], {
    env: { ...process.env, LECTERN_RENDERER_URL: presenterUrl },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const say = voiceOf('app');
  for (const output of [app.stdout, app.stderr]) showLines(output, say);
  app.on('error', (cause) => say(cause.message));
  return app;
}
