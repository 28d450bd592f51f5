/**
 * What presenters and watchers of the model of several instances have in common: a connection that
 * breaks.
 */
import { SignalingError, type LinkId, type NoticeName, type RequestParams, type RoomId } from '@lectern/protocol';
import type { RoomRequestName } from '../room/room-requests.ts';
import type { Member } from '../room/member.ts';
import { ModelSocket, type ModelInstance, type SocketOwner } from './model-instance.fixture.ts';

/** The media of a room, and what must not happen. */
export interface Media {
  readonly links: Set<LinkId>;
  readonly cut: (linkId: LinkId, why: string) => void;
  readonly failed: (rule: string) => void;
}

export abstract class ModelClient implements SocketOwner {
  readonly roomId: RoomId;
  protected readonly media: Media;
  socket: ModelSocket | null = null;
  isIn = false;
  /** Why it is not in. */
  refusal: string | null = null;
  isEntering = false;
  awayMs = 0;
  /** For how long it has been where nothing reaches it. */
  strandedMs = 0;

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
      this.#checkFault(error);
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

  /** Any request that changes nothing. */
  abstract say(): void;
  abstract receive(name: NoticeName, payload: unknown): void;
  protected abstract enter(socket: ModelSocket): Promise<void>;
  protected abstract as(outlet: ModelSocket): Member;

  /** The client repeats a failed action later if its reason says that it may. */
  protected async request<N extends RoomRequestName>(name: N, params: RequestParams<N>): Promise<boolean> {
    const { socket } = this;
    if (socket === null) return false;
    const { isIn } = this;
    try {
      await socket.port.request(this.as(socket), name, params);
      return true;
    } catch (error) {
      if (!(error instanceof SignalingError)) throw error;
      this.#checkFault(error);
      if (isIn && error.code === 'room-unknown')
        this.media.failed('a client that is in a room does not hear that it is unknown');
      return false;
    }
  }

  /**
   * A room that moves, an instance that dies and a Redis that is away are no faults of the service.
   */
  #checkFault({ code, message }: SignalingError): void {
    if (code === 'internal') this.media.failed(`nothing counts as a fault (${message})`);
  }
}
