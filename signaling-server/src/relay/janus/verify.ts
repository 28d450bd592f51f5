/**
 * Tries what the service needs of a Janus before it uses it: version, configuration, secret, and the
 * configuration of both plugins, whose files are read apart from the main one.
 */
import { randomBytes } from 'node:crypto';
import * as z from 'zod/mini';
import { RelayRefusal } from './refusal.ts';
import { checkAdminApi } from './find-handles.ts';
import type { ConnectionOptions, JanusConnection } from './connection.ts';
import { isJanusError, JanusError, type Plugin } from './janus-error.ts';
import type { JanusHandle } from './handle.ts';
import { readServerInfo, whyNotUsable } from './server-info.ts';

export interface JanusAddress {
  /** Of the API. */
  readonly url: string;
  readonly secret: string;
}

/** How far the port of the Admin API is below that of the API: 7188 and 8188 as Janus ships. */
const ADMIN_PORT_BELOW = 1_000;

export function adminUrlOf(url: string): string {
  const address = new URL(url);
  address.port = String(Number(address.port) - ADMIN_PORT_BELOW);
  return address.href;
}

/** Returns the version. Rejects with `RelayRefusal` where this Janus must not be used. */
export async function verifyServer(connection: JanusConnection): Promise<string> {
  const info = readServerInfo(await connection.request({ janus: 'info' }));
  if (info === undefined) throw new RelayRefusal('it does not say what it is, so it is no Janus of this kind');
  const reason = whyNotUsable(info);
  if (reason !== undefined) throw new RelayRefusal(reason);
  return info.version_string;
}

/** Rejects with `RelayRefusal` where the Admin API has another secret. */
export async function verifyAdminApi(options: Omit<ConnectionOptions, 'api'>): Promise<void> {
  try {
    await checkAdminApi({ ...options, url: adminUrlOf(options.url) });
  } catch (error) {
    if (isJanusError(error, 'unauthorized')) throw new RelayRefusal('its Admin API has another secret');
    // Just after its start, a port may open a little later than the other.
    if (isJanusError(error, 'away'))
      throw new JanusError('away', 'its Admin API is not reached, a thousand ports below');
    throw error;
  }
}

const Anything = z.record(z.string(), z.unknown());

/** Each plugin has to refuse to make something without its key, and to know names that are texts. */
const trials: Readonly<Record<Plugin, readonly { readonly body: Record<string, unknown>; readonly wants: string }[]>> =
  {
    videoroom: [
      { body: { request: 'create', room: 'lectern-trial' }, wants: 'unauthorized' },
      { body: { request: 'listparticipants', room: 'lectern-trial' }, wants: 'no-room' },
    ],
    streaming: [
      { body: { request: 'create', type: 'rtp', id: 'lectern-trial' }, wants: 'unauthorized' },
      { body: { request: 'info', id: 'lectern-trial' }, wants: 'no-mountpoint' },
    ],
  };

/** Rejects with `RelayRefusal` where the plugin runs on its defaults. */
export async function verifyPlugin(handle: JanusHandle): Promise<void> {
  const wrong = randomBytes(16).toString('hex');
  for (const { body, wants } of trials[handle.plugin]) {
    const code = await codeOf(handle.message(Anything, { ...body, admin_key: wrong }));
    if (code === wants) continue;
    throw new RelayRefusal(
      `it has not loaded the configuration of build/janus: the ${handle.plugin} plugin has its own`,
    );
  }
}

async function codeOf(answer: Promise<unknown>): Promise<string> {
  try {
    await answer;
    return 'ok';
  } catch (error) {
    if (isJanusError(error) && error.code !== 'away' && error.code !== 'timeout') return error.code;
    throw error;
  }
}
