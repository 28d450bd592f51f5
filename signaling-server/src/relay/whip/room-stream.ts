/**
 * What another program publishes into one room, and those that play it. One encoder at a time
 * publishes at the origin; a mountpoint on an edge has sound and one picture, as they come.
 */
import { randomBytes } from 'node:crypto';
import type { Logger } from 'pino';
import type { RelayPolicy } from '../../policy.ts';
import type { JanusHandle } from '../janus/handle.ts';
import { isJanusError, type Plugin } from '../janus/janus-error.ts';
import type { JanusSession } from '../janus/session.ts';
import { MountpointViewer, type VideoMid } from '../janus/streaming.ts';
import { RoomPublisher, type PublishedStream } from '../janus/video-room.ts';
import { mountpointId, opaqueIdOf, type RelayRoomNames } from '../names.ts';
import type { WantedPublisher } from '../rebuild/wanted.ts';
import type { RelayNode } from '../relay-node.ts';
import type { Relay } from '../relay.ts';
import { MediaSession } from './media-session.ts';
import { onlyVideoCodec } from './only-codec.ts';
import { StreamError, streamErrorOf } from './stream-error.ts';

/** As browsers name them by default, so that most players need no other numbers. */
const AUDIO = { codec: 'opus', payloadType: 111 };
const VIDEOS = {
  v: { codec: 'vp8', payloadType: 96 },
  // What most encoders send; browsers decode other profiles under this name as well.
  w: {
    codec: 'h264',
    payloadType: 102,
    parameters: 'level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f',
  },
} as const;

export interface RoomStreamOptions {
  readonly relay: Relay;
  readonly names: RelayRoomNames;
  readonly policy: RelayPolicy;
  readonly maxPlayers: number;
  readonly log: Logger;
  readonly onEnded: (session: MediaSession) => void;
  /** Neither an encoder nor a player is left. */
  readonly onEmpty: () => void;
}

interface Published {
  readonly session: MediaSession;
  readonly video: VideoMid | null;
}

type Publishing =
  { readonly name: 'none' } | { readonly name: 'opening' } | ({ readonly name: 'published' } & Published);

export class RoomStream {
  readonly #options: RoomStreamOptions;
  readonly #edge: RelayNode;
  readonly #players = new Set<MediaSession>();
  /** By the names of their nodes. */
  readonly #sessions = new Map<string, Promise<JanusSession>>();
  readonly #unfollow: (() => void)[];
  #publishing: Publishing = { name: 'none' };
  #isClosed = false;

  constructor(options: RoomStreamOptions) {
    this.#options = options;
    const { relay } = options;
    this.#edge = relay.edges.find(({ control }) => control !== undefined) ?? relay.origin;
    // Sessions at a node that is away are lost; those who have them come again.
    this.#unfollow = [...new Set([relay.origin, this.#edge])].map((node) =>
      node.follow({ here: () => undefined, away: () => this.#lose(node) }),
    );
  }

  /** Encoder and players. */
  get size(): number {
    return this.#players.size + (this.#publishing.name === 'none' ? 0 : 1);
  }

  /** Rejects with `StreamError`. A program whose media has stopped makes way for another. */
  async publish(offer: string): Promise<MediaSession> {
    const before = this.#publishing;
    if (before.name === 'opening' || (before.name === 'published' && before.session.isAlive)) {
      throw new StreamError('in-use');
    }
    if (before.name === 'published') before.session.close();
    this.#publishing = { name: 'opening' };
    try {
      const published = await this.#publish(offer);
      this.#publishing = { name: 'published', ...published };
      return published.session;
    } catch (error) {
      this.#publishing = { name: 'none' };
      this.#checkEmpty();
      throw streamErrorOf(error);
    }
  }

  /** Rejects with `StreamError`. */
  async play(offer: string): Promise<MediaSession> {
    const { maxPlayers, names, policy } = this.#options;
    if (this.#publishing.name !== 'published') throw new StreamError('not-published');
    if (this.#players.size >= maxPlayers) throw new StreamError('full');
    const { video } = this.#publishing;
    try {
      const handle = await this.#attach(this.#edge, 'streaming');
      return await this.#begin(handle, offer, async () => {
        const viewer = new MountpointViewer(handle);
        const id = mountpointId(names.room);
        // Encoders send one layer, which takes the place of the lowest.
        const watch = { id, video: video ?? 'v', layer: 0, fallbackMs: policy.fallbackMs } as const;
        const own = video === null ? offer : onlyVideoCodec(offer, VIDEOS[video].codec);
        return { answer: await viewer.watchWith(watch, own), restart: null };
      });
    } catch (error) {
      throw streamErrorOf(error);
    }
  }

  /** All of its connections end. Resolves when Janus has ended them, or is away. Never rejects. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const unfollow of this.#unfollow.splice(0)) unfollow();
    if (this.#publishing.name === 'published') this.#publishing.session.close();
    for (const player of this.#players) player.close();
    const { relay, names } = this.#options;
    relay.end(names.room);
    await Promise.all([...this.#sessions.values()].map((opened) => this.#destroy(opened)));
  }

  async #destroy(opened: Promise<JanusSession>): Promise<void> {
    try {
      await (await opened).destroy();
    } catch (error) {
      this.#options.log.debug({ err: error }, 'a session of a stream was gone already');
    }
  }

  async #publish(offer: string): Promise<Published> {
    const { relay, names } = this.#options;
    const { origin } = relay;
    if (origin.control === undefined) throw new StreamError('away');
    // Before the room is made, so that what is left of an earlier stream is no longer removed.
    this.#want(null);
    await origin.control.rooms.create(names).catch((error: unknown) => {
      if (!isJanusError(error, 'room-exists')) throw error;
    });
    const handle = await this.#attach(origin, 'videoroom');
    const id = randomBytes(8).toString('hex');
    let streams: readonly PublishedStream[] = [];
    const session = await this.#begin(handle, offer, async () => {
      const publisher = new RoomPublisher(handle);
      const published = await publisher.publish({ room: names.room, publisher: id, offer });
      ({ streams } = published);
      return { answer: published.answer, restart: (again) => publisher.renegotiate(again) };
    });
    const { audio, video } = mediaOf(streams);
    if (audio === null && video === null) {
      session.close();
      throw new StreamError('no-codec');
    }
    this.#want({ id, audio, layers: { v: layersOf('v', video), w: layersOf('w', video) } });
    this.#options.log.info({ video: video?.name ?? null }, 'stream published');
    return { session, video: video?.name ?? null };
  }

  #want(publisher: WantedPublisher | null): void {
    const { relay, names } = this.#options;
    const edges = [this.#edge.name];
    relay.want({ names, origin: relay.origin.name, audio: AUDIO, videos: VIDEOS, publisher, edges });
  }

  async #begin(
    handle: JanusHandle,
    offer: string,
    open: () => Promise<{ answer: string; restart: ((offer: string) => Promise<string>) | null }>,
  ): Promise<MediaSession> {
    const { policy, log } = this.#options;
    try {
      const { answer, restart } = await open();
      const { streamConnectMs: connectWithinMs } = policy;
      const onEnded = (ended: MediaSession): void => this.#ended(ended);
      const session = new MediaSession({ handle, offer, answer, restart, connectWithinMs, log, onEnded });
      if (handle.plugin === 'streaming') this.#players.add(session);
      if (this.#isClosed) session.close();
      return session;
    } catch (error) {
      await handle.detach().catch(() => log.debug('a handle of a stream was gone already'));
      throw error;
    }
  }

  async #attach(node: RelayNode, plugin: Plugin): Promise<JanusHandle> {
    const session = await this.#sessionAt(node);
    return await session.attach(plugin, opaqueIdOf(this.#options.names.room, randomBytes(8).toString('hex')));
  }

  async #sessionAt(node: RelayNode): Promise<JanusSession> {
    const known = this.#sessions.get(node.name);
    if (known !== undefined) return await known;
    const opened = this.#openSession(node);
    this.#sessions.set(node.name, opened);
    try {
      return await opened;
    } catch (error) {
      this.#sessions.delete(node.name);
      throw error;
    }
  }

  /** Connections from before a restart of the service are at no address any more. */
  async #openSession(node: RelayNode): Promise<JanusSession> {
    const { session, handles } = await node.openSession(this.#options.names, () => this.#lose(node));
    await Promise.all([...handles.values()].map((handle) => handle.detach()));
    return session;
  }

  #lose(node: RelayNode): void {
    this.#sessions.delete(node.name);
    if (node === this.#options.relay.origin && this.#publishing.name === 'published') this.#publishing.session.close();
    if (node === this.#edge) for (const player of this.#players) player.close();
  }

  #ended(session: MediaSession): void {
    this.#options.onEnded(session);
    this.#players.delete(session);
    if (this.#publishing.name === 'published' && this.#publishing.session === session) {
      this.#publishing = { name: 'none' };
      this.#options.log.info('stream ended');
    }
    this.#checkEmpty();
  }

  #checkEmpty(): void {
    if (this.size === 0 && !this.#isClosed) this.#options.onEmpty();
  }
}

interface Picture {
  readonly mid: string;
  readonly name: VideoMid;
}

function mediaOf(streams: readonly PublishedStream[]): {
  readonly audio: string | null;
  readonly video: Picture | null;
} {
  const audio = streams.find(({ type, codec }) => type === 'audio' && codec === AUDIO.codec);
  const videos = streams.flatMap(({ mid, type, codec }) => {
    const name = (['v', 'w'] as const).find((each) => VIDEOS[each].codec === codec);
    return type === 'video' && name !== undefined ? [{ mid, name }] : [];
  });
  return { audio: audio?.mid ?? null, video: videos[0] ?? null };
}

const layersOf = (name: VideoMid, video: Picture | null): readonly string[] =>
  video?.name === name ? [video.mid] : [];
