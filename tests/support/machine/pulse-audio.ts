/** A PulseAudio of the tests' own, whose microphones and speakers come and go as those on a desk do. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from '@playwright/test';
import { findProgram } from './find-program.ts';

const run = promisify(execFile);

export interface PulseAudio {
  /** What a program needs in its environment to find it. */
  readonly environment: Readonly<Record<string, string>>;
  /** Plugs something in; gives what unplugs it. */
  readonly plugIn: (module: string, ...settings: readonly string[]) => Promise<() => Promise<void>>;
  /** The source that is used by whoever names none. */
  readonly setDefaultSource: (name: string) => Promise<void>;
  readonly stop: () => Promise<void>;
}

export async function startPulseAudio(): Promise<PulseAudio> {
  const folder = await mkdtemp(join(tmpdir(), 'lectern-pulse-'));
  const server = `unix:${join(folder, 'native')}`;
  const environment = { PULSE_SERVER: server, PULSE_RUNTIME_PATH: folder, PULSE_STATE_PATH: folder };
  const socket = `module-native-protocol-unix auth-anonymous=1 socket=${join(folder, 'native')}`;
  const daemon = spawn(
    findProgram('pulseaudio'),
    ['-n', '--daemonize=no', '--use-pid-file=no', '--exit-idle-time=-1', '--disable-shm', '-L', socket],
    { env: { ...process.env, ...environment, HOME: folder }, stdio: 'ignore' },
  );
  const control = async (...words: readonly string[]): Promise<string> => {
    const { stdout } = await run('pactl', ['--server', server, ...words], { env: { ...process.env, ...environment } });
    return stdout.trim();
  };
  const answers = (): Promise<boolean> => control('info').then(Boolean, () => false);
  await expect.poll(answers).toBe(true);
  return {
    environment,
    plugIn: async (module, ...settings) => {
      const id = await control('load-module', module, ...settings);
      return async () => void (await control('unload-module', id));
    },
    setDefaultSource: async (name) => void (await control('set-default-source', name)),
    stop: async () => {
      if (daemon.exitCode === null && daemon.signalCode === null) {
        const ended = once(daemon, 'exit');
        daemon.kill();
        await ended;
      }
      await rm(folder, { recursive: true, force: true });
    },
  };
}

interface PluggedIn {
  readonly module: readonly [name: string, ...settings: string[]];
  /** As PulseAudio, and so the app, calls it. */
  readonly label: string;
}

/** A microphone that hears one tone all the time. */
export const humming = (name: string, toneHz: number): PluggedIn => ({
  module: ['module-sine-source', `source_name=${name}`, `frequency=${toneHz}`],
  label: `Sine source at ${toneHz} Hz`,
});

/** A microphone that hears nothing: switched on, and muted at its own switch. */
export const muted = (name: string, label: string): PluggedIn => ({
  module: ['module-null-source', `source_name=${name}`, `description="${label}"`],
  label,
});

/** Loudspeakers that play one tone all the time. */
export const speakers = ['module-null-sink', 'sink_name=speakers'] as const;
export const playing = (toneHz: number) => ['module-sine', 'sink=speakers', `frequency=${toneHz}`] as const;
