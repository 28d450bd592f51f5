/**
 * A room of the model of several instances, as its clients see it: a presenter who stays on air, and
 * watchers. A link whose offer was answered has media, which needs no service any more.
 */
import {
  SignalingError,
  type HeldLink,
  type LinkId,
  type LinkOpening,
  type NoticeName,
  type NoticePayload,
  type RoomId,
  type WatcherId,
} from '@lectern/protocol';
import { newWatcherId } from '../room/ids.ts';
import { ModelSocket, type ModelInstance, type SocketOwner } from './model-instance.fixture.ts';

const PICTURE_WITHIN_MS = 15_000;
const token = 't'.repeat(20);
const about = { title: '', presenter: '' };

/** The media of a room, and what must not happen to it. */
export interface Media {
  readonly links: Set<LinkId>;
  readonly cut: (linkId: LinkId, why: string) => void;
}

abstract class Client implements SocketOwner {
  readonly roomId: RoomId;
  protected readonly media: Media;
  socket: ModelSocket | null = null;
  isIn = false;
  /** Why it is not in. */
  refusal: string | null = null;
  isEntering = false;
  awayMs = 0;

  constructor(roomId: RoomId, media: Media) {
    this.roomId = roomId;
    this.media = media;
  }

  async connect(instance: ModelInstance): Promise<void> {
    const socket = new ModelSocket(instance, this.roomId, this);
    this.socket = socket;
    this.isEntering = true;
    try {
      await this.enter(socket);
      if (!socket.isOpen) return;
      this.isIn = true;
      this.refusal = null;
      this.awayMs = 0;
    } catch (error) {
      if (!(error instanceof SignalingError)) throw error;
      if (this.socket === socket) this.refusal = error.code;
      socket.close();
    } finally {
      if (this.socket === socket) this.isEntering = false;
    }
  }

  disconnected(socket: ModelSocket): void {
    if (this.socket !== socket) return;
    this.socket = null;
    this.isIn = false;
    this.isEntering = false;
  }

  /** Its network breaks. */
  drop(): void {
    this.socket?.close();
  }

  abstract hear(name: NoticeName, payload: unknown): void;
  protected abstract enter(socket: ModelSocket): Promise<void>;
}

/** A failure is made up for later. */
const ignore = (sent: Promise<unknown>): void => void sent.catch(() => undefined);

export class ModelPresenter extends Client {
  readonly links = new Map<LinkId, WatcherId>();
  readonly removed = new Set<WatcherId>();
  /** Those that the service has heard of. Others are named when the room is next opened. */
  readonly keptOut = new Set<WatcherId>();
  /** It forgets to repeat whom it has removed. */
  isForgetful = false;
  #epoch: number | null = null;
  #isEpochKnown = false;

  remove(watcherId: WatcherId): void {
    this.removed.add(watcherId);
    for (const [linkId, of] of this.links) if (of === watcherId) this.#close(linkId);
    const { socket } = this;
    if (socket === null || !this.isIn) return;
    const removing = socket.port.request(this.#as(socket), 'watcher:remove', { watcherId });
    ignore(removing.then(() => this.keptOut.add(watcherId)));
  }

  hear(name: NoticeName, payload: unknown): void {
    if (name === 'link:opened') {
      const { linkId, watcherId } = payload as NoticePayload<'link:opened'>;
      if (watcherId === undefined || this.removed.has(watcherId) || this.links.has(linkId)) return;
      this.links.set(linkId, watcherId);
      const { socket } = this;
      if (socket !== null) ignore(socket.port.request(this.#as(socket), 'link:offer', { linkId, round: 1, sdp: 'o' }));
    } else if (name === 'link:answered') {
      const { linkId } = payload as NoticePayload<'link:answered'>;
      if (this.links.has(linkId)) this.media.links.add(linkId);
    } else if (name === 'link:closed') {
      const { linkId, reason } = payload as NoticePayload<'link:closed'>;
      if (!this.links.has(linkId) || (reason === 'lost' && this.media.links.has(linkId))) return;
      if (reason !== 'left') this.#cutUnlessRemoved(linkId, `the presenter hears that its link is ${reason}`);
      this.#close(linkId);
    }
  }

  protected async enter(socket: ModelSocket): Promise<void> {
    const { instance } = socket;
    this.#epoch ??= instance.clock.now();
    const held: HeldLink[] = [...this.links].map(([linkId, watcherId]) => ({ linkId, watcherId }));
    socket.member = this.#as(socket);
    const named = [...this.removed];
    const opened = await socket.port.open(
      {
        epoch: this.#epoch,
        by: 'key',
        isEpochKnown: this.#isEpochKnown,
        live: true,
        about,
        held,
        removed: this.isForgetful ? [] : named,
        outlet: socket,
      },
      { addressKey: 'one', identity: null },
    );
    this.#isEpochKnown = true;
    for (const watcherId of named) this.keptOut.add(watcherId);
    for (const linkId of opened.refused) {
      this.#cutUnlessRemoved(linkId, 'the presenter’s link is refused');
      this.#close(linkId);
    }
  }

  #as(outlet: ModelSocket) {
    return { role: 'presenter', outlet } as const;
  }

  #cutUnlessRemoved(linkId: LinkId, why: string): void {
    const watcherId = this.links.get(linkId);
    if (watcherId !== undefined && !this.removed.has(watcherId) && this.media.links.has(linkId))
      this.media.cut(linkId, why);
  }

  #close(linkId: LinkId): void {
    this.links.delete(linkId);
    this.media.links.delete(linkId);
  }
}

export class ModelWatcher extends Client {
  readonly watcherId = newWatcherId();
  link: LinkId | null = null;
  isRemoved = false;
  /** Its page says nothing of the link that it has. */
  isForgetful = false;
  #hasToken = false;
  #pictureMs = 0;

  get hasMedia(): boolean {
    return this.link !== null && this.media.links.has(this.link);
  }

  leave(): void {
    const { socket } = this;
    if (socket === null) return;
    if (this.isIn) ignore(socket.port.request(this.#as(socket), 'room:leave', {}));
    socket.close();
  }

  /** A picture that does not come in time has another link asked for, as the page does it. */
  awaitPicture(ms: number): void {
    this.#pictureMs = this.hasMedia || !this.isIn ? 0 : this.#pictureMs + ms;
    const { socket, link } = this;
    if (this.#pictureMs < PICTURE_WITHIN_MS || socket === null || link === null) return;
    this.#pictureMs = 0;
    ignore(socket.port.request(this.#as(socket), 'link:replace', { linkId: link }));
  }

  hear(name: NoticeName, payload: unknown): void {
    if (name === 'room:joined') {
      const { link, restored } = payload as NoticePayload<'room:joined'>;
      this.#hasToken = true;
      if (link !== undefined) this.#opened(link, 'it joins and gets another link');
      else if (this.hasMedia && restored !== this.link) this.#cut('it joins and its link is not known');
    } else if (name === 'link:opened') {
      this.#opened(payload as NoticePayload<'link:opened'>, 'it is opened another link');
    } else if (name === 'link:offered') {
      const { linkId, round } = payload as NoticePayload<'link:offered'>;
      this.#answer(linkId, round);
    } else if (name === 'link:closed') {
      const { linkId, reason } = payload as NoticePayload<'link:closed'>;
      if (reason === 'removed') this.isRemoved = true;
      else if (linkId === this.link && this.hasMedia) this.#cut(`it hears that its link is ${reason}`);
      if (linkId === this.link) this.link = null;
    } else if (name === 'watcher:removed') {
      this.isRemoved = true;
    }
  }

  protected async enter(socket: ModelSocket): Promise<void> {
    const { watcherId } = this;
    const holds = this.hasMedia && !this.isForgetful ? (this.link ?? undefined) : undefined;
    const applicant = { watcherId, isReturning: this.#hasToken, address: '192.0.2.1', holds, generation: null };
    try {
      await socket.port.checkSeat(applicant);
      if (!socket.isOpen) return;
      socket.member = this.#as(socket);
      await socket.port.join({ ...applicant, outlet: socket, welcome: { protocol: 3, watcherId, token } });
    } catch (error) {
      if (error instanceof SignalingError && error.code === 'removed') this.isRemoved = true;
      throw error;
    }
  }

  #as(outlet: ModelSocket) {
    return { role: 'watcher', watcherId: this.watcherId, outlet } as const;
  }

  #opened({ linkId, offer }: LinkOpening, why: string): void {
    if (linkId === this.link) return;
    if (this.hasMedia) this.#cut(why);
    this.link = linkId;
    if (offer !== undefined) this.#answer(linkId, offer.round);
  }

  #cut(why: string): void {
    if (this.link !== null) this.media.cut(this.link, why);
  }

  #answer(linkId: LinkId, round: number): void {
    const { socket } = this;
    if (socket === null || linkId !== this.link) return;
    ignore(socket.port.request(this.#as(socket), 'link:answer', { linkId, round, sdp: 'a' }));
  }
}
