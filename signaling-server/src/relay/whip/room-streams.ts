/** The streams of all rooms here: which are granted, who holds a token of them, and what runs. */
import type { RoomId, StreamGeneration, StreamPhase, StreamTokens } from '@lectern/protocol';
import type { Logger } from 'pino';
import type { RelayPolicy } from '../../policy.ts';
import type { Clock } from '../../room/clock.ts';
import { shortRoomId } from '../../room/ids.ts';
import type { RelayCalls, RelayOutlet } from '../../room/relay-outlet.ts';
import type { StreamCarrier } from '../../room/stream-carrier.ts';
import type { Relay } from '../relay.ts';
import type { MediaSession } from './media-session.ts';
import { RoomStream } from './room-stream.ts';
import { StreamKeys, type StreamUse } from './stream-keys.ts';
import { WatchedStream } from './watched-stream.ts';

interface RoomStreamsOptions {
  readonly relay: Relay;
  /** Token secrets; the first one signs. */
  readonly secrets: () => readonly Uint8Array[];
  readonly clock: Clock;
  readonly policy: RelayPolicy;
  /** In one room. */
  readonly maxPlayers: number;
  readonly log: Logger;
}

/** As many as may be ended twice. */
const REMEMBERED = 2_000;

interface Grant {
  readonly generation: StreamGeneration;
  readonly onChanged: (phase: StreamPhase) => void;
}

/** A session by its address. */
interface Held {
  readonly roomId: RoomId;
  readonly use: StreamUse;
  readonly session: MediaSession;
}

/** What a bearer may do in a room. */
export type Access = StreamUse | 'refused' | 'unknown-room';

export class RoomStreams implements StreamCarrier {
  readonly #options: RoomStreamsOptions;
  readonly #keys: StreamKeys;
  readonly #granted = new Map<RoomId, Grant>();
  readonly #streams = new Map<RoomId, RoomStream>();
  /** Streams that end: another one of the room has the same names at Janus. */
  readonly #closing = new Map<RoomId, Promise<void>>();
  readonly #idle = new Map<RoomId, NodeJS.Timeout>();
  readonly #held = new Map<string, Held>();
  /** Addresses of sessions that have ended, the oldest first: ending one again succeeds. */
  readonly #ended = new Map<string, Omit<Held, 'session'>>();

  constructor(options: RoomStreamsOptions) {
    this.#options = options;
    this.#keys = new StreamKeys(options.secrets);
  }

  /** Streams that are there. */
  get count(): number {
    return [...this.#streams.values()].filter(({ isThere }) => isThere).length;
  }

  grant(roomId: RoomId, generation: StreamGeneration, onChanged: Grant['onChanged']): StreamTokens {
    const before = this.#granted.get(roomId)?.generation;
    if (before !== undefined && before !== generation) this.#close(roomId);
    this.#granted.set(roomId, { generation, onChanged });
    return this.#keys.tokensOf(roomId, generation);
  }

  revoke(roomId: RoomId): void {
    this.#granted.delete(roomId);
    this.#close(roomId);
  }

  leave(roomId: RoomId): void {
    this.#granted.delete(roomId);
    this.#close(roomId, 'moved');
  }

  readonly open = (roomId: RoomId, calls: RelayCalls): RelayOutlet => {
    const { log } = this.#options;
    const own = { stream: this.#streamOf(roomId), calls, log: log.child({ room: shortRoomId(roomId) }) };
    return new WatchedStream({ ...this.#options, ...own });
  };

  access(roomId: RoomId, token: string): Access {
    const generation = this.#granted.get(roomId)?.generation;
    if (generation === undefined) return 'unknown-room';
    return this.#keys.useOf(token, roomId, generation) ?? 'refused';
  }

  /** Rejects with `StreamError`. */
  async begin(roomId: RoomId, use: StreamUse, offer: string): Promise<MediaSession> {
    await this.#closing.get(roomId);
    const stream = this.#streamOf(roomId);
    const session = await (use === 'publish' ? stream.publish(offer) : stream.play(offer));
    if (!session.hasEnded) this.#held.set(session.id, { roomId, use, session });
    return session;
  }

  /** Of that room and use only. */
  find(roomId: RoomId, use: StreamUse, id: string): MediaSession | undefined {
    const held = this.#held.get(id);
    return held?.roomId === roomId && held.use === use ? held.session : undefined;
  }

  hasEnded(roomId: RoomId, use: StreamUse, id: string): boolean {
    const ended = this.#ended.get(id);
    return ended?.roomId === roomId && ended.use === use;
  }

  close(): void {
    for (const roomId of this.#streams.keys()) this.#close(roomId);
  }

  #streamOf(roomId: RoomId): RoomStream {
    const { relay, policy, maxPlayers, log } = this.#options;
    const known = this.#streams.get(roomId);
    if (known !== undefined) return known;
    const stream: RoomStream = new RoomStream({
      relay,
      names: relay.names.ofStream(roomId),
      policy,
      maxPlayers,
      log: log.child({ room: shortRoomId(roomId) }),
      onEnded: (session) => this.#forget(session),
      onPhase: (phase) => this.#granted.get(roomId)?.onChanged(phase),
      onEmpty: () => this.#closeIfIdle(roomId, stream),
    });
    this.#streams.set(roomId, stream);
    return stream;
  }

  /** An encoder that has lost its connection is back soon. */
  #closeIfIdle(roomId: RoomId, stream: RoomStream): void {
    clearTimeout(this.#idle.get(roomId));
    const timer = setTimeout(() => {
      if (this.#streams.get(roomId) === stream && stream.size === 0) this.#close(roomId);
    }, this.#options.policy.streamIdleMs);
    this.#idle.set(roomId, timer.unref());
  }

  async #end(roomId: RoomId, stream: RoomStream, why: 'ended' | 'moved'): Promise<void> {
    await Promise.all([this.#closing.get(roomId), stream.close(why)]);
  }

  async #forgetClosing(roomId: RoomId, closing: Promise<void>): Promise<void> {
    await closing;
    if (this.#closing.get(roomId) === closing) this.#closing.delete(roomId);
  }

  #forget({ id }: MediaSession): void {
    const held = this.#held.get(id);
    if (held === undefined) return;
    this.#held.delete(id);
    this.#ended.set(id, { roomId: held.roomId, use: held.use });
    const [oldest] = this.#ended.keys();
    if (this.#ended.size > REMEMBERED && oldest !== undefined) this.#ended.delete(oldest);
  }

  #close(roomId: RoomId, why: 'ended' | 'moved' = 'ended'): void {
    clearTimeout(this.#idle.get(roomId));
    this.#idle.delete(roomId);
    const stream = this.#streams.get(roomId);
    if (stream === undefined) return;
    this.#streams.delete(roomId);
    const closing = this.#end(roomId, stream, why);
    this.#closing.set(roomId, closing);
    void this.#forgetClosing(roomId, closing);
  }
}
