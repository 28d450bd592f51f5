/**
 * What a Janus says about itself, and whether the service may use it. A mistake in `janus.jcfg` does not stop
 * Janus: it runs on its defaults then, without a secret and with every plugin.
 */
import * as z from 'zod/mini';
import { plugins } from './janus-error.ts';
import type { Reply } from './messages.ts';

/** Older ones have crashed and leaked where the relay needs them, and known holes: CHANGELOG.md of Janus. */
export const OLDEST_JANUS = '1.4.1';

/** As in `build/janus/janus.jcfg`. */
export const SERVER_NAME = 'lectern';
const TRANSPORT = 'janus.transport.websockets';

const Names = z.prefault(z.record(z.string(), z.unknown()), {});
const ServerInfo = z.object({
  version_string: z.string(),
  'server-name': z.string(),
  api_secret: z.boolean(),
  'session-timeout': z.number(),
  'reclaim-session-timeout': z.number(),
  webrtc_encryption: z.prefault(z.boolean(), true),
  plugins: Names,
  transports: Names,
});
export type ServerInfo = z.infer<typeof ServerInfo>;

/** Undefined where it is no answer to `info`. */
export function readServerInfo(reply: Reply): ServerInfo | undefined {
  const parsed = ServerInfo.safeParse(reply);
  return parsed.success ? parsed.data : undefined;
}

/** Numbers with dots between; what follows a hyphen, such as a package's revision, does not count. */
export function isNewEnough(version: string, oldest = OLDEST_JANUS): boolean {
  const numbers = (text: string): number[] => (/^\d+(\.\d+)*/.exec(text)?.[0] ?? '').split('.').map(Number);
  const [given, least] = [numbers(version), numbers(oldest)];
  for (const [index, number] of least.entries()) {
    const difference = (given[index] ?? 0) - number;
    if (difference !== 0) return difference > 0;
  }
  return /^\d/.test(version);
}

/** A minute, in which a restarted service claims its sessions. */
const LEAST_RECLAIM_S = 30;

/** Why the service may not use it, in words for the admin; undefined where it may. */
export function whyNotUsable(info: ServerInfo): string | undefined {
  const { version_string: version } = info;
  if (!isNewEnough(version)) return `it is version ${version}, and ${OLDEST_JANUS} is the oldest that is used`;
  const differences = [...differencesOf(info)];
  if (differences.length === 0) return undefined;
  return `it has not loaded the configuration of build/janus: ${differences.join('; ')}`;
}

function* differencesOf(info: ServerInfo): Generator<string> {
  if (info['server-name'] !== SERVER_NAME) yield `its name is ${info['server-name'].slice(0, 40)}`;
  if (!info.api_secret) yield 'its API needs no secret';
  if (!info.webrtc_encryption) yield 'it does not encrypt';
  if (info['reclaim-session-timeout'] < LEAST_RECLAIM_S) yield 'it keeps no session for a service that restarts';
  const missing = Object.values(plugins).filter((name) => !(name in info.plugins));
  if (missing.length > 0) yield `${missing.join(' and ')} not loaded`;
  const needless = [
    ...Object.keys(info.plugins).filter((name) => !Object.values<string>(plugins).includes(name)),
    ...Object.keys(info.transports).filter((name) => name !== TRANSPORT),
  ];
  if (needless.length > 0) yield `${needless.join(', ')} loaded`;
}
