/**
 * What another program publishes into one room, and those that play it. One encoder at a time
 * publishes at the origin; a mountpoint on an edge has sound and one picture, as they come.
 */
import { randomBytes } from 'node:crypto';
import type { StreamPhase } from '@lectern/protocol';
import type { Logger } from 'pino';
import type { RelayPolicy } from '../../policy.ts';
import type { Cancel } from '../../room/clock.ts';
import type { JanusHandle } from '../janus/handle.ts';
import { isJanusError, type Plugin } from '../janus/janus-error.ts';
import type { JanusSession } from '../janus/session.ts';
import { MountpointViewer } from '../janus/streaming.ts';
import { RoomPublisher } from '../janus/video-room.ts';
import { mountpointId, opaqueIdOf, type RelayRoomNames } from '../names.ts';
import type { WantedPublisher } from '../rebuild/wanted.ts';
import type { RelayNode } from '../relay-node.ts';
import type { Relay } from '../relay.ts';
import { MediaSession, type EndReason } from './media-session.ts';
import { onlyVideoCodec } from './only-codec.ts';
import { StreamError, streamErrorOf } from './stream-error.ts';
import { layersOf, mediaOf, noMedia, streamCodecs, type StreamMedia } from './stream-media.ts';
import { StreamPresence } from './stream-presence.ts';

export interface RoomStreamOptions {
  readonly relay: Relay;
  readonly names: RelayRoomNames;
  readonly policy: RelayPolicy;
  readonly maxPlayers: number;
  readonly log: Logger;
  readonly onEnded: (session: MediaSession) => void;
  readonly onPhase: (phase: StreamPhase) => void;
  /** Neither an encoder nor a player is left. */
  readonly onEmpty: () => void;
}

interface Published {
  readonly session: MediaSession;
  readonly publisher: RoomPublisher;
}

type Publishing =
  { readonly name: 'none' } | { readonly name: 'opening' } | ({ readonly name: 'published' } & Published);

export class RoomStream {
  readonly #options: RoomStreamOptions;
  readonly #edge: RelayNode;
  readonly #players = new Set<MediaSession>();
  /** By the names of their nodes. */
  readonly #sessions = new Map<string, Promise<JanusSession>>();
  readonly #unwatch: (() => void)[];
  readonly #listeners = new Set<(media: StreamMedia) => void>();
  readonly #presence: StreamPresence;
  /** Of the last encoder. */
  #media: StreamMedia = noMedia;
  #publishing: Publishing = { name: 'none' };
  #isClosed = false;

  constructor(options: RoomStreamOptions) {
    this.#options = options;
    const { relay, policy } = options;
    this.#presence = new StreamPresence({
      awayForMs: policy.streamIdleMs,
      onChanged: (phase) => {
        options.log.info({ video: this.#media.video }, words[phase]);
        options.onPhase(phase);
      },
    });
    this.#edge = relay.edges.find(({ control }) => control !== undefined) ?? relay.origin;
    // Sessions at a node that is away are lost; those who have them come again.
    this.#unwatch = relay.nodes.map((node) => node.watch({ here: () => undefined, away: () => this.#lose(node) }));
  }

  /** An encoder sends, or is waited for. */
  get isThere(): boolean {
    return this.#presence.phase !== 'none';
  }

  get names(): RelayRoomNames {
    return this.#options.names;
  }

  get media(): StreamMedia {
    return this.#media;
  }

  /** Called when an encoder has begun, which may send other media than the one before. */
  subscribe(listener: (media: StreamMedia) => void): Cancel {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Of the encoder's medium with this `mid`. */
  requestKeyFrame(mid: string): void {
    if (this.#publishing.name !== 'published') return;
    this.#publishing.publisher.requestKeyFrame(mid).catch((error: unknown) => {
      this.#options.log.debug({ err: error }, 'no key frame was requested');
    });
  }

  /** A new handle for a watcher's link, which is there as long as the stream. Rejects with `JanusError`. */
  async attach(node: RelayNode, plugin: Plugin, link: string): Promise<JanusHandle> {
    const session = await this.#sessionAt(node);
    return await session.attach(plugin, opaqueIdOf(this.#options.names.room, link));
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
    const { video } = this.#media;
    try {
      const handle = await this.attach(this.#edge, 'streaming', newLink());
      return await this.#begin(handle, offer, async () => {
        const viewer = new MountpointViewer(handle);
        const id = mountpointId(names.room);
        // Encoders send one layer, which takes the place of the lowest.
        const watch = { id, video: video ?? 'v', layer: 0, fallbackMs: policy.fallbackMs } as const;
        const own = video === null ? offer : onlyVideoCodec(offer, streamCodecs.videos[video].codec);
        return { answer: await viewer.watchWith(watch, own), restart: null };
      });
    } catch (error) {
      throw streamErrorOf(error);
    }
  }

  /**
   * All of its connections end. Resolves when Janus has ended them, or is away. Never rejects.
   * `moved`: what the next owner of the room needs stays at the nodes.
   */
  async close(why: 'ended' | 'moved'): Promise<void> {
    this.#isClosed = true;
    this.#presence.ends();
    for (const stop of this.#unwatch.splice(0)) stop();
    if (this.#publishing.name === 'published') this.#publishing.session.close();
    for (const player of this.#players) player.close();
    const { relay, names } = this.#options;
    if (why === 'ended') relay.end(names.room);
    else relay.leave(names.room);
    await Promise.all([...this.#sessions.values()].map((opened) => this.#endSession(opened, why)));
  }

  async #endSession(opened: Promise<JanusSession>, why: 'ended' | 'moved'): Promise<void> {
    try {
      const session = await opened;
      if (why === 'ended') await session.destroy();
      else session.close();
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
    const id = newLink();
    const handle = await this.attach(origin, 'videoroom', id);
    const publisher = new RoomPublisher(handle);
    let media = noMedia;
    const session = await this.#begin(handle, offer, async () => {
      const { answer, streams } = await publisher.publish({ room: names.room, publisher: id, offer });
      media = mediaOf(streams);
      return { answer, restart: (again) => publisher.renegotiate(again) };
    });
    if (media.audio === null && media.picture === null) {
      session.close();
      throw new StreamError('no-codec');
    }
    this.#media = media;
    this.#want({ id, audio: media.audio, layers: { v: layersOf('v', media), w: layersOf('w', media) } });
    this.#options.log.debug({ video: media.video }, 'an encoder has begun');
    for (const listener of this.#listeners) listener(media);
    return { session, publisher };
  }

  #want(publisher: WantedPublisher | null): void {
    const { relay, names } = this.#options;
    const edges = relay.edges.map(({ name }) => name);
    relay.want({ names, origin: relay.origin.name, ...streamCodecs, publisher, edges });
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
      const session: MediaSession = new MediaSession({
        handle,
        offer,
        answer,
        restart,
        connectWithinMs,
        log,
        onMedia: () => this.#checkMedia(session),
        onEnded: (ended, why) => this.#ended(ended, why),
      });
      if (handle.plugin === 'streaming') this.#players.add(session);
      if (this.#isClosed) session.close();
      return session;
    } catch (error) {
      await handle.detach().catch(() => log.debug('a handle of a stream was gone already'));
      throw error;
    }
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

  #checkMedia(session: MediaSession): void {
    if (this.#publishing.name !== 'published' || this.#publishing.session !== session) return;
    if (session.hasMedia) this.#presence.comes();
    else this.#presence.stops();
  }

  #ended(session: MediaSession, why: EndReason): void {
    this.#options.onEnded(session);
    this.#players.delete(session);
    if (this.#publishing.name === 'published' && this.#publishing.session === session) {
      this.#publishing = { name: 'none' };
      if (why === 'asked') this.#presence.ends();
      else this.#presence.stops();
    }
    this.#checkEmpty();
  }

  #checkEmpty(): void {
    if (this.size === 0 && !this.#isClosed) this.#options.onEmpty();
  }
}

/** What the admin reads of a stream. */
const words: Readonly<Record<StreamPhase, string>> = {
  live: 'stream live',
  away: 'stream away',
  none: 'stream ended',
};

const newLink = (): string => randomBytes(8).toString('hex');
