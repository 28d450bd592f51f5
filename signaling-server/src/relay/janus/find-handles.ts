/**
 * Janus' Admin API, which only says what a restarted service has to know: the handles of a session, each with
 * the `opaque_id` that it was given. https://janus.conf.meetecho.com/docs/admin.html
 */
import * as z from 'zod/mini';
import { JanusConnection, type ConnectionOptions } from './connection.ts';
import { isJanusError, JanusError, plugins, type Plugin } from './janus-error.ts';
import type { Reply } from './messages.ts';
import { videoMids, type VideoMid } from './streaming.ts';
import type { PublishedStream } from './video-room.ts';

export interface FoundHandle {
  readonly id: number;
  readonly plugin: Plugin;
  readonly opaqueId: string;
  /** Its peer connection is up. */
  readonly isUp: boolean;
  /** What it publishes. */
  readonly published: readonly Pick<PublishedStream, 'type' | 'mid' | 'codec'>[];
  /** The picture that it gets of a mountpoint; null for a publisher. */
  readonly watched: Watched | null;
}

interface Watched {
  readonly video: VideoMid;
  /** The best layer that Janus may send: 0 is the lowest. */
  readonly layer: number;
}

const Sessions = z.object({ sessions: z.array(z.number()) });
/** Of a publisher, and of a mountpoint's watcher. */
const PluginSpecific = z.object({
  streams: z.prefault(z.array(z.object({ type: z.string(), mid: z.string(), codec: z.prefault(z.string(), '') })), []),
  media: z.prefault(
    z.array(z.object({ mid: z.string(), simulcast: z.optional(z.object({ 'substream-target': z.number() })) })),
    [],
  ),
});
const Handles = z.object({ handles: z.array(z.number()) });
const HandleInfo = z.object({
  info: z.object({
    opaque_id: z.prefault(z.string(), ''),
    plugin: z.prefault(z.string(), ''),
    flags: z.catch(z.object({ ready: z.boolean() }), { ready: false }),
    plugin_specific: z.catch(PluginSpecific, { streams: [], media: [] }),
  }),
});
type HandleInfo = z.infer<typeof HandleInfo>;

type AdminOptions = Omit<ConnectionOptions, 'api'>;

/** How many are asked about at once. */
const AT_ONCE = 32;

/** The handles of a session. Rejects with `JanusError`. */
export function findHandles(options: AdminOptions, sessionId: number): Promise<readonly FoundHandle[]> {
  return ask(options, async (connection) => {
    const { handles } = read(Handles, await connection.request({ janus: 'list_handles', session_id: sessionId }));
    const found: FoundHandle[] = [];
    for (let from = 0; from < handles.length; from += AT_ONCE) {
      const some = handles.slice(from, from + AT_ONCE).map((id) => findHandle(connection, sessionId, id));
      found.push(...(await Promise.all(some)).flat());
    }
    return found;
  });
}

/** Rejects with `unauthorized` where the secret is another one. */
export async function checkAdminApi(options: AdminOptions): Promise<void> {
  await ask(options, async (connection) => read(Sessions, await connection.request({ janus: 'list_sessions' })));
}

async function findHandle(connection: JanusConnection, sessionId: number, id: number): Promise<readonly FoundHandle[]> {
  try {
    const body = { janus: 'handle_info', session_id: sessionId, handle_id: id };
    const { info } = read(HandleInfo, await connection.request(body));
    const plugin = (Object.keys(plugins) as Plugin[]).find((name) => plugins[name] === info.plugin);
    return plugin === undefined ? [] : [{ id, plugin, ...factsOf(info) }];
  } catch (error) {
    // It has ended meanwhile.
    if (isJanusError(error, 'no-handle')) return [];
    throw error;
  }
}

function factsOf({
  opaque_id: opaqueId,
  flags,
  plugin_specific,
}: HandleInfo['info']): Omit<FoundHandle, 'id' | 'plugin'> {
  const { streams: published, media } = plugin_specific;
  const watched = media.flatMap(({ mid, simulcast }): Watched[] => {
    const video = videoMids.find((each) => each === mid);
    return video === undefined ? [] : [{ video, layer: simulcast?.['substream-target'] ?? 0 }];
  });
  return { opaqueId, isUp: flags.ready, published, watched: watched[0] ?? null };
}

async function ask<T>(options: AdminOptions, question: (connection: JanusConnection) => Promise<T>): Promise<T> {
  const listener = { message: () => undefined, lost: () => undefined };
  const connection = await JanusConnection.open({ ...options, api: 'admin' }, listener);
  try {
    return await question(connection);
  } finally {
    connection.close();
  }
}

function read<T>(schema: z.ZodMiniType<T>, reply: Reply): T {
  const parsed = schema.safeParse(reply);
  if (!parsed.success) throw new JanusError('unreadable', 'an answer of Janus’ Admin API is new');
  return parsed.data;
}
