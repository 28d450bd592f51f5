/** A sound server for one test, whose microphones and speakers can be plugged in and pulled out. */
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
  /** Variables with which a program finds this server. */
  readonly environment: Readonly<Record<string, string>>;
  /** Plugs a device in. Call the result to unplug it. */
  readonly plugIn: (module: string, ...settings: readonly string[]) => Promise<() => Promise<void>>;
  /** Sets the source that programs use by default. */
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
  /** Its name in PulseAudio, and so in the app. */
  readonly label: string;
}

/** A microphone that always hears one tone. */
export const humming = (name: string, toneHz: number): PluggedIn => ({
  module: ['module-sine-source', `source_name=${name}`, `frequency=${toneHz}`],
  label: `Sine source at ${toneHz} Hz`,
});

/** A microphone that hears nothing, as if muted by its own switch. */
export const muted = (name: string, label: string): PluggedIn => ({
  module: ['module-null-source', `source_name=${name}`, `description="${label}"`],
  label,
});

/** Loudspeakers, and a tone that they always play. */
export const speakers = ['module-null-sink', 'sink_name=speakers'] as const;
export const playing = (toneHz: number) => ['module-sine', 'sink=speakers', `frequency=${toneHz}`] as const;
