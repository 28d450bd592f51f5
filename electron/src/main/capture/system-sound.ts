/** Whether this system lets an app capture what the computer plays. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { SystemSound } from '@lectern/bridge';
import { captureWords } from '../words.ts';

interface Machine {
  readonly platform: NodeJS.Platform;
  /** The kernel's version, as `os.release()` gives it. */
  readonly release: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly exists?: (path: string) => boolean;
}

/** The kernel of macOS 13, the first with an interface for this. */
const DARWIN_OF_MACOS_13 = 22;

export function systemSoundOf({ platform, release, env, exists = existsSync }: Machine): SystemSound {
  if (platform === 'win32') return { kind: 'available' };
  if (platform === 'darwin') {
    if (Number.parseInt(release, 10) >= DARWIN_OF_MACOS_13) return { kind: 'available' };
    return { kind: 'unavailable', why: captureWords.soundNeedsMacos13 };
  }
  // PipeWire listens on the same socket as PulseAudio.
  const socket = env['XDG_RUNTIME_DIR'] ? join(env['XDG_RUNTIME_DIR'], 'pulse/native') : undefined;
  if (env['PULSE_SERVER'] || (socket !== undefined && exists(socket))) return { kind: 'available' };
  return { kind: 'unavailable', why: captureWords.soundNeedsPulse };
}
