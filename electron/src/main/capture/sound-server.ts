/**
 * The sound server of a Linux desktop, PulseAudio or PipeWire in its place: where it listens, and
 * whether it answers.
 */
import { createConnection, type NetConnectOpts } from 'node:net';
import { join } from 'node:path';
import { SOUND_SERVER_ANSWER_MS } from '../policy.ts';

interface Machine {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** PulseAudio's own port. */
const PORT = 4713;

/** As PulseAudio's clients find it. Undefined on systems without such a server. */
export function soundServerOf({ platform, env }: Machine): NetConnectOpts | undefined {
  if (platform !== 'linux') return undefined;
  const [named] = env['PULSE_SERVER']?.trim().split(/\s+/) ?? [];
  if (named) return addressOf(named);
  if (env['PULSE_RUNTIME_PATH']) return { path: join(env['PULSE_RUNTIME_PATH'], 'native') };
  return env['XDG_RUNTIME_DIR'] ? { path: join(env['XDG_RUNTIME_DIR'], 'pulse/native') } : undefined;
}

/**
 * `unix:/run/pulse`, `/run/pulse`, `tcp:host:4713` or `host`, each with a machine's id before it.
 */
function addressOf(named: string): NetConnectOpts {
  const address = named.replace(/^\{[^}]*\}/, '');
  if (/^(unix:)?\//.test(address)) return { path: address.replace(/^unix:/, '') };
  const [, host = address, port] = /^(?:tcp[46]?:)?\[?([^\]]+?)\]?(?::(\d+))?$/.exec(address) ?? [];
  return { host, port: Number(port ?? PORT) };
}

/** Whether something listens there. */
export async function answers(address: NetConnectOpts): Promise<boolean> {
  return await new Promise((resolve) => {
    const socket = createConnection(address);
    const finish = (isListening: boolean): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(isListening);
    };
    const timer = setTimeout(() => finish(false), SOUND_SERVER_ANSWER_MS);
    socket.once('connect', () => finish(true));
    socket.once('error', () => finish(false));
  });
}
