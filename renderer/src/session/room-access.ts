/**
 * Proves to the service that the room is ours: with the room's key, or with the token of an earlier
 * proof.
 */
import { spoken, type Epoch, type Handshake, type RequestParams, type RoomId } from '@lectern/protocol';
import type { DesktopApi } from '@lectern/bridge';

type PresenterHandshake = Extract<Handshake, { role: 'presenter' }>;

export interface RoomAccessOptions {
  /** The desktop keeps the room's key. */
  readonly desktop: Pick<DesktopApi, 'proveRoom'>;
  /** Origin of the signaling service, which a proof names. */
  readonly serviceUrl: string;
  readonly roomId: RoomId;
  /**
   * The key for a service that admits only presenters with one; null where the desktop adds it, or
   * none is needed.
   */
  readonly presenterKey: string | null;
}

export class RoomAccess {
  readonly #options: RoomAccessOptions;
  #token: string | undefined;

  constructor(options: RoomAccessOptions) {
    this.#options = options;
  }

  get hasToken(): boolean {
    return this.#token !== undefined;
  }

  /** The token changes, so each connection reads it again. */
  get handshake(): PresenterHandshake {
    const { serviceUrl, presenterKey } = this.#options;
    return {
      role: 'presenter',
      protocol: spoken,
      dialed: serviceUrl,
      ...(this.#token === undefined ? {} : { token: this.#token }),
      ...(presenterKey === null ? {} : { key: presenterKey }),
    };
  }

  setToken(token: string): void {
    this.#token = token;
  }

  dropToken(): void {
    this.#token = undefined;
  }

  /**
   * For `room:open`: the signed challenge. Also where the connection was made with a token, since
   * the holder of a token alone gives way to one with the key.
   */
  async prove(challenge: string, epoch: Epoch): Promise<Pick<RequestParams<'room:open'>, 'proof'>> {
    const { desktop, serviceUrl, roomId } = this.#options;
    const service = new URL(serviceUrl).host;
    return { proof: await desktop.proveRoom({ service, roomId, epoch, challenge }) };
  }
}
