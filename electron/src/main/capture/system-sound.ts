/** Whether this system lets what the computer plays be captured, and in plain words why not. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { SystemSound } from '@lectern/bridge';

interface Machine {
  readonly platform: NodeJS.Platform;
  /** The kernel's version, as `os.release()` gives it. */
  readonly release: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly exists?: (path: string) => boolean;
}

/** The kernel of macOS 13, the first whose own interface gives the sound. */
const DARWIN_OF_MACOS_13 = 22;

export function systemSoundOf({ platform, release, env, exists = existsSync }: Machine): SystemSound {
  if (platform === 'win32') return { kind: 'available' };
  if (platform === 'darwin') {
    if (Number.parseInt(release, 10) >= DARWIN_OF_MACOS_13) return { kind: 'available' };
    return { kind: 'unavailable', why: 'This needs macOS 13 or newer.' };
  }
  // PipeWire answers at the same place as PulseAudio.
  const socket = env['XDG_RUNTIME_DIR'] ? join(env['XDG_RUNTIME_DIR'], 'pulse/native') : undefined;
  if (env['PULSE_SERVER'] || (socket !== undefined && exists(socket))) return { kind: 'available' };
  return { kind: 'unavailable', why: 'This needs PulseAudio or PipeWire, and neither is running.' };
}
