/** A watcher of the model of several instances. */
import { SignalingError, type LinkId, type LinkOpening, type NoticeName, type NoticePayload } from '@lectern/protocol';
import type { Applicant } from '../room/entrance.ts';
import { newWatcherId } from '../room/ids.ts';
import type { Member } from '../room/member.ts';
import { ModelClient } from './model-client.fixture.ts';
import type { ModelSocket } from './model-instance.fixture.ts';
import { RoomMovingError } from './moving-rooms.ts';
import type { EarlyArrival } from './room-port.ts';

const PICTURE_WITHIN_MS = 15_000;
const token = 't'.repeat(20);

export class ModelWatcher extends ModelClient {
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
    if (this.isIn) void this.request('room:leave', {});
    if (this.link !== null) this.media.links.delete(this.link);
    this.drop();
  }

  say(): void {
    const { link } = this;
    if (this.isIn && link !== null)
      void this.request('link:connected', { linkId: link, afterMs: 400, route: 'direct' });
  }

  /** Requests another link when a picture does not come in time, as the page does. */
  awaitPicture(ms: number): void {
    this.#pictureMs = this.hasMedia || !this.isIn ? 0 : this.#pictureMs + ms;
    const { socket, link } = this;
    if (this.#pictureMs < PICTURE_WITHIN_MS || socket === null || link === null) return;
    this.#pictureMs = 0;
    void this.request('link:replace', { linkId: link });
  }

  receive(name: NoticeName, payload: unknown): void {
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
    const welcome = { protocol: 3, watcherId, token };
    try {
      const hasJoined = await this.#checkSeat(socket, applicant, {
        outlet: socket,
        welcome: async () => welcome,
        isHere: () => socket.isOpen,
      });
      const member = this.as(socket);
      if (!socket.isOpen) return hasJoined ? await socket.port.lost(member) : undefined;
      socket.member = member;
      if (hasJoined) socket.port.arrived(socket, socket);
      else await socket.port.join({ ...applicant, outlet: socket, welcome });
    } catch (error) {
      if (error instanceof SignalingError && error.code === 'removed') this.isRemoved = true;
      throw error;
    }
  }

  protected as(outlet: ModelSocket): Member {
    return { role: 'watcher', watcherId: this.watcherId, outlet };
  }

  /**
   * Whether it has joined already. One that comes for the first time waits for the room to be
   * opened, as a page does.
   */
  async #checkSeat(socket: ModelSocket, applicant: Applicant, early: EarlyArrival): Promise<boolean> {
    try {
      return (await socket.port.checkSeat(applicant, early)).hasJoined === true;
    } catch (error) {
      const isUnknown = error instanceof SignalingError && error.code === 'room-unknown';
      if (applicant.isReturning || !(isUnknown || error instanceof RoomMovingError)) throw error;
      await this.#opening(socket);
      await socket.port.checkSeat(applicant);
      return false;
    }
  }

  async #opening(socket: ModelSocket): Promise<void> {
    let open: () => void = () => undefined;
    const opened = new Promise<void>((resolve) => (open = resolve));
    socket.stopWaiting = await socket.port.awaitOpening(open);
    if (!socket.isOpen) socket.stopWaiting();
    await opened;
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
    if (linkId === this.link) void this.request('link:answer', { linkId, round, sdp: 'a' });
  }
}
