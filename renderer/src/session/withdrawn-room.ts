/**
 * A room whose link was replaced. It is opened beside the room in use, never live, only to say to
 * those who open its link that the link is no longer used. It does not name the new one.
 */
import { notices, requests, SignalingError, type Epoch, type RoomAbout } from '@lectern/protocol';
import { SignalingClient, randomBetween } from '@lectern/rtc';
import loglevel from 'loglevel';
import { REOPEN_DELAY_MS } from '../policy/session.ts';
import { RoomAccess, type RoomAccessOptions } from './room-access.ts';
import { roomHint } from './room-hint.ts';

const log = loglevel.getLogger('session');

/** Neither title nor name: a person who has the link learns nothing else from it. */
const about: RoomAbout = { title: '', presenter: '', withdrawn: true };

export class WithdrawnRoom {
  readonly #options: RoomAccessOptions;
  readonly #access: RoomAccess;
  readonly #signaling: SignalingClient;
  #epoch: Epoch | undefined;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: RoomAccessOptions) {
    this.#options = options;
    this.#access = new RoomAccess(options);
    this.#signaling = new SignalingClient({
      table: { notices, requests },
      url: options.serviceUrl,
      roomHint: roomHint(options.roomId),
      handshake: () => this.#access.handshake,
      onDisconnected: () => undefined,
      onRefused: (error) => this.#handleRefusal(error),
      notices: {
        'presenter:challenged': ({ challenge, now }) => void this.#open(challenge, now),
        // Another computer that has the room's key presents there.
        'presenter:replaced': () => this.close(),
        'run:ended': () => this.close(),
      },
    });
    this.#signaling.connect();
  }

  close(): void {
    clearTimeout(this.#retryTimer);
    this.#signaling.close();
  }

  async #open(challenge: string, now: Epoch): Promise<void> {
    const { roomId } = this.#options;
    // That of the first connection: a run that has started since keeps the room.
    this.#epoch ??= now;
    try {
      const proof = await this.#access.prove(challenge, this.#epoch);
      await this.#signaling.request('room:open', {
        roomId,
        epoch: this.#epoch,
        live: false,
        about,
        links: [],
        ...proof,
      });
    } catch (error) {
      this.#handleRefusal(error instanceof SignalingError ? error : new SignalingError('wrong-key', String(error)));
    }
  }

  #handleRefusal(error: SignalingError): void {
    log.debug(`a withdrawn room could not be opened: ${error.code}`);
    if (!error.retryable) return this.close();
    // The service's clock has been set back, and it has forgotten the room.
    if (error.code === 'epoch-too-far') this.#epoch = undefined;
    clearTimeout(this.#retryTimer);
    const afterMs = Math.max(error.waitMs ?? 0, randomBetween(REOPEN_DELAY_MS));
    this.#retryTimer = setTimeout(() => this.#signaling.retry(), afterMs);
  }
}
