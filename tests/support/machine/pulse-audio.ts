/** A sound server for one test, whose microphones and speakers can be plugged in and pulled out. */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
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
  /**
   * Plays raw samples (16 bits, 48 kHz, stereo) at the loudspeakers, again and again. Call the
   * result to end it.
   */
  readonly play: (samples: Buffer) => Promise<() => Promise<void>>;
  /** The server ends. What was plugged in is gone with it. */
  readonly kill: () => Promise<void>;
  /** The server starts again, at the same place. */
  readonly restart: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

export async function startPulseAudio(): Promise<PulseAudio> {
  const folder = await mkdtemp(join(tmpdir(), 'lectern-pulse-'));
  const server = `unix:${join(folder, 'native')}`;
  const environment = { PULSE_SERVER: server, PULSE_RUNTIME_PATH: folder, PULSE_STATE_PATH: folder };
  const socket = `module-native-protocol-unix auth-anonymous=1 socket=${join(folder, 'native')}`;
  const start = (): ChildProcess =>
    spawn(
      findProgram('pulseaudio'),
      ['-n', '--daemonize=no', '--use-pid-file=no', '--exit-idle-time=-1', '--disable-shm', '-L', socket],
      // A server that is given the address of another one does not start.
      { env: { ...process.env, ...environment, PULSE_SERVER: '', HOME: folder }, stdio: 'ignore' },
    );
  let daemon = start();
  const players: ChildProcess[] = [];
  const control = async (...words: readonly string[]): Promise<string> => {
    const { stdout } = await run('pactl', ['--server', server, ...words], { env: { ...process.env, ...environment } });
    return stdout.trim();
  };
  const answers = (): Promise<boolean> => control('info').then(Boolean, () => false);
  await expect.poll(answers).toBe(true);
  const end = async (child: ChildProcess): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill();
    await ended;
  };
  return {
    environment,
    plugIn: async (module, ...settings) => {
      const id = await control('load-module', module, ...settings);
      return async () => void (await control('unload-module', id));
    },
    setDefaultSource: async (name) => void (await control('set-default-source', name)),
    play: async (samples) => {
      const file = join(folder, 'played.raw');
      await writeFile(file, samples);
      const format = '--raw --format=s16le --rate=48000 --channels=2';
      const again = `while pacat --playback ${format} --device=speakers ${file}; do :; done`;
      const player = spawn('bash', ['-c', again], { env: { ...process.env, ...environment }, stdio: 'ignore' });
      players.push(player);
      return () => end(player);
    },
    kill: () => end(daemon),
    restart: async () => {
      daemon = start();
      await expect.poll(answers).toBe(true);
    },
    stop: async () => {
      await Promise.all([daemon, ...players].map(end));
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
