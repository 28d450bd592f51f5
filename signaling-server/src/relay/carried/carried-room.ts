/**
 * One room at the relay: its publishing link at the origin, its watchers' links at the edges. Drives
 * Janus as the room's notices say, and reports to the room what comes of it.
 */
import { linkMessageOf, type LinkId, type NoticeName, type NoticePayload, type RoomId } from '@lectern/protocol';
import type { Logger } from 'pino';
import type { RelayPolicy } from '../../policy.ts';
import type { Cancel, Clock } from '../../room/clock.ts';
import type { ResumedLink } from '../../room/offering-end.ts';
import type { RelayCalls, RelayOutlet } from '../../room/relay-outlet.ts';
import { KeyFrames } from '../key-frames.ts';
import { mountpointId, type RelayRoomNames } from '../names.ts';
import type { WantedPublisher, WantedRoom } from '../rebuild/wanted.ts';
import type { RelayNode } from '../relay-node.ts';
import type { Relay } from '../relay.ts';
import { Publishing } from './publishing.ts';
import { RoomSessions } from './room-sessions.ts';
import { BEST, type MediaChanged } from './watched-link.ts';
import { WatchedLinks } from './watched-links.ts';

export interface CarriedRoomOptions {
  readonly relay: Relay;
  readonly roomId: RoomId;
  readonly calls: RelayCalls;
  readonly clock: Clock;
  readonly policy: RelayPolicy;
  readonly log: Logger;
}

/** Payload types as browsers number them, so that most need no others. */
const MEDIA = {
  audio: { codec: 'opus', payloadType: 111, parameters: 'minptime=10;useinbandfec=1' },
  videos: { v: { codec: 'vp8', payloadType: 96 }, w: { codec: 'av1', payloadType: 45 } },
} as const;

export class CarriedRoom implements RelayOutlet {
  readonly #options: CarriedRoomOptions;
  readonly #names: RelayRoomNames;
  readonly #sessions: RoomSessions;
  readonly #publishing = new Map<LinkId, Publishing>();
  readonly #watched: WatchedLinks;
  readonly #keyFrames: KeyFrames;
  readonly #cancels: Cancel[];
  /** What is forwarded. */
  #publisher: WantedPublisher | null = null;
  #carried: LinkId | null = null;
  #media: MediaChanged | undefined;
  #hasBegun = false;
  #isReached = false;
  #unreached: Cancel | undefined;
  #state: 'open' | 'closed' = 'open';

  constructor(options: CarriedRoomOptions) {
    const { relay, roomId, clock, policy, log, calls } = options;
    this.#options = options;
    this.#names = relay.names.of(roomId);
    this.#sessions = new RoomSessions(this.#names);
    this.#keyFrames = new KeyFrames({ clock, policy, ask: (mid) => this.#requestKeyFrame(mid) });
    this.#watched = new WatchedLinks({
      mountpoint: mountpointId(this.#names.room),
      sessions: this.#sessions,
      clock,
      policy,
      log,
      calls,
      edges: () => this.#edges(),
      top: () => this.#top(),
      // Every browser decodes it, and answers come after offers.
      video: () => 'v',
      media: () => this.#media,
      keyFrame: (layer) => this.#requestKeyFrameOf(layer),
    });
    this.#cancels = [
      relay.subscribe(() => this.#update()),
      // After the room knows the way here.
      clock.after(0, () => this.#update()),
    ];
    for (const node of relay.nodes) {
      this.#cancels.push(node.watch({ here: () => void this.#claim(node), away: () => this.#sessions.forget(node) }));
    }
  }

  notify<N extends NoticeName>(name: N, payload: NoticePayload<N>): void {
    this.#watched.notify(name, payload);
    const listener = this.#listeners[name];
    listener?.(payload);
  }

  resume({ linkId, watcherId }: ResumedLink): void {
    const { relay, policy } = this.#options;
    const nodes = watcherId === null ? [relay.origin] : relay.edges;
    const find = () => this.#sessions.find(nodes, linkId, policy.resumeWithinMs);
    if (watcherId !== null) return this.#watched.resume({ linkId, watcherId }, find);
    this.#publish(linkId).resume(find);
    this.#watched.requestAllLayers();
  }

  close(why: 'ended' | 'moved'): void {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    for (const cancel of this.#cancels) cancel();
    this.#unreached?.();
    this.#keyFrames.close();
    if (why === 'ended') {
      this.#watched.close();
      for (const publishing of this.#publishing.values()) publishing.close();
      this.#options.relay.end(this.#names.room);
    } else this.#options.relay.leave(this.#names.room);
    this.#sessions.close(why);
  }

  /** Notices of publishing links. */
  readonly #listeners: { readonly [N in NoticeName]?: (payload: NoticePayload<N>) => void } = {
    'link:offered': (offer) => this.#publish(offer.linkId).handleOffer(offer),
    'link:candidate-found': ({ linkId, candidate }) => this.#publishing.get(linkId)?.handleCandidate(candidate),
    'link:said': ({ linkId, message }) => {
      if (!this.#publishing.has(linkId)) return;
      // The presenter says it to all.
      const said = linkMessageOf(message);
      if (said?.kind === 'ended') this.#watched.say(said);
      if (said?.kind !== 'media-changed') return;
      this.#media = said;
      this.#watched.sayMedia();
    },
    'link:closed': ({ linkId }) => {
      this.#publishing.get(linkId)?.close();
      this.#publishing.delete(linkId);
    },
  };

  #publish(linkId: LinkId): Publishing {
    const known = this.#publishing.get(linkId);
    if (known !== undefined) return known;
    const { relay, calls, log } = this.#options;
    const publishing = new Publishing({
      linkId,
      names: this.#names,
      attach: () => this.#sessions.attach(relay.origin, 'videoroom', linkId),
      onAnswer: (answer) => calls.answer(linkId, answer),
      onUp: (publisher) => this.#want(publisher),
      onFailed: (reason) => {
        log.debug({ err: reason, link: linkId }, 'a publishing link has failed');
        calls.replace(linkId);
      },
    });
    this.#publishing.set(linkId, publishing);
    return publishing;
  }

  #want(publisher: WantedPublisher | null): void {
    if (this.#state === 'closed') return;
    const { relay } = this.#options;
    this.#publisher = publisher;
    const room: WantedRoom = {
      names: this.#names,
      origin: relay.origin.name,
      ...MEDIA,
      publisher,
      edges: relay.edges.map(({ name }) => name),
    };
    relay.want(room);
  }

  /** Something at the nodes may have changed. */
  #update(): void {
    const { relay, calls } = this.#options;
    const { found, origin } = relay;
    if (this.#state === 'closed' || !this.#begin()) return;
    const here = found.get(origin.name)?.rooms.has(this.#names.room) === true && this.#edges().length > 0;
    this.#setReached(here);
    this.#watched.place();
    const publisher = this.#publisher;
    if (publisher === null || this.#carried === publisher.id) return;
    const forwards = found.get(origin.name)?.rooms.get(this.#names.room)?.forwards ?? [];
    if (!forwards.some((forward) => forward.publisher === publisher.id)) return;
    const link = [...this.#publishing.keys()].find((linkId) => linkId === publisher.id);
    if (link === undefined) return;
    this.#carried = link;
    calls.carried(link);
  }

  /** False while the origin is not known yet. */
  #begin(): boolean {
    if (this.#hasBegun) return true;
    const { found, origin } = this.#options.relay;
    const rooms = found.get(origin.name)?.rooms;
    if (rooms === undefined) return false;
    this.#hasBegun = true;
    // What an earlier owner of the room has left goes on until the presenter publishes here.
    if (!rooms.has(this.#names.room) || this.#edges().length === 0) this.#want(null);
    return true;
  }

  #setReached(isHere: boolean): void {
    const { clock, policy, calls } = this.#options;
    if (isHere) {
      this.#unreached?.();
      this.#unreached = undefined;
      if (this.#isReached) return;
      this.#isReached = true;
      return calls.reached(true);
    }
    if (!this.#isReached) return;
    this.#unreached ??= clock.after(policy.lostAfterMs, () => {
      this.#unreached = undefined;
      this.#isReached = false;
      this.#carried = null;
      calls.reached(false);
    });
  }

  #edges(): readonly RelayNode[] {
    return this.#options.relay.edgesOf(this.#names);
  }

  /** The node is back: what it still has of this room goes on. */
  async #claim(node: RelayNode): Promise<void> {
    try {
      const session = await this.#sessions.open(node);
      if (this.#isClosed()) return;
      this.#watched.claimed(node, session);
      if (node !== this.#options.relay.origin) return;
      for (const [linkId, publishing] of this.#publishing) publishing.claimed(session.handles.get(linkId));
    } catch (error) {
      this.#options.log.debug({ err: error }, 'a session of the relay was not claimed');
    }
  }

  #isClosed(): boolean {
    return this.#state === 'closed';
  }

  #top(): number {
    const layers = this.#publisher?.layers.v.length ?? 0;
    return layers === 0 ? BEST : Math.min(layers - 1, BEST);
  }

  #requestKeyFrameOf(layer: number): void {
    const mid = this.#publisher?.layers.v[layer];
    if (mid !== undefined) this.#keyFrames.request(mid);
  }

  #requestKeyFrame(mid: string): void {
    const { log } = this.#options;
    const publishing = [...this.#publishing.values()].find(({ linkId }) => linkId === this.#publisher?.id);
    publishing?.requestKeyFrame(mid).catch((error: unknown) => log.debug({ err: error }, 'no key frame was requested'));
  }
}
