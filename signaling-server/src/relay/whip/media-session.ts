/**
 * One peer connection of another program at Janus: an encoder that publishes, or a player. It ends
 * once, by either side.
 */
import { randomBytes } from 'node:crypto';
import type { Logger } from 'pino';
import type { Candidate, JanusHandle } from '../janus/handle.ts';
import type { Notification } from '../janus/messages.ts';

/** Sends a new offer to Janus, and gives the answer; null where such a connection cannot restart. */
type Restart = ((offer: string) => Promise<string>) | null;

interface MediaSessionOptions {
  readonly handle: JanusHandle;
  readonly offer: string;
  readonly answer: string;
  readonly restart: Restart;
  /** Without a connection by then, it ends. */
  readonly connectWithinMs: number;
  readonly log: Logger;
  /** Media of it has begun or stopped to come. */
  readonly onMedia?: () => void;
  readonly onEnded: (session: MediaSession, why: EndReason) => void;
}

/** `asked`: by the program itself. */
export type EndReason = 'asked' | 'lost';

const ID_BYTES = 16;

export class MediaSession {
  /** Not to be guessed: it stands in an address. */
  readonly id = randomBytes(ID_BYTES).toString('base64url');
  readonly answer: string;
  readonly #options: MediaSessionOptions;
  readonly #overdue: NodeJS.Timeout;
  readonly #receiving = new Set<string>();
  #offer: string;
  #state: 'connecting' | 'connected' | 'ended' = 'connecting';
  /** Counts ICE restarts. */
  #iceGeneration = 1;

  constructor(options: MediaSessionOptions) {
    this.#options = options;
    this.#offer = options.offer;
    this.answer = options.answer;
    this.#overdue = setTimeout(() => this.close(), options.connectWithinMs).unref();
    options.handle.listen((notification) => this.#receive(notification));
  }

  /** The last offer, which says the credentials of ICE. */
  get offer(): string {
    return this.#offer;
  }

  /** Names the credentials of ICE that are in use (RFC 9725, section 4.3.1). */
  get etag(): string {
    return `"${String(this.#iceGeneration)}"`;
  }

  get hasEnded(): boolean {
    return this.#state === 'ended';
  }

  /** Its media comes. */
  get hasMedia(): boolean {
    return this.#state === 'connected' && this.#receiving.size > 0;
  }

  /** It may still connect, or its media comes. */
  get isAlive(): boolean {
    return this.#state === 'connecting' || this.hasMedia;
  }

  get canRestart(): boolean {
    return this.#options.restart !== null;
  }

  /** Rejects with `JanusError`. */
  async trickle(candidates: readonly Candidate[]): Promise<void> {
    for (const candidate of candidates) await this.#options.handle.trickle(candidate);
  }

  /** Rejects with `JanusError`; the old credentials then stay in use. */
  async restart(offer: string): Promise<string> {
    const { restart } = this.#options;
    if (restart === null) throw new Error('this connection cannot restart');
    const answer = await restart(offer);
    this.#offer = offer;
    this.#iceGeneration += 1;
    return answer;
  }

  close(why: EndReason = 'lost'): void {
    if (this.#state === 'ended') return;
    this.#end(why);
    this.#options.handle.detach().catch((error: unknown) => {
      this.#options.log.debug({ err: error }, 'a handle of a stream was gone already');
    });
  }

  #receive(notification: Notification): void {
    switch (notification.janus) {
      case 'webrtcup':
        clearTimeout(this.#overdue);
        if (this.#state === 'connecting') this.#state = 'connected';
        this.#options.onMedia?.();
        break;
      case 'media':
        if (notification.receiving) this.#receiving.add(notification.mid ?? notification.type);
        else this.#receiving.delete(notification.mid ?? notification.type);
        this.#options.onMedia?.();
        break;
      case 'hangup':
        this.close();
        break;
      case 'detached':
        this.#end('lost');
        break;
      case 'event':
      case 'slowlink':
        break;
    }
  }

  #end(why: EndReason): void {
    if (this.#state === 'ended') return;
    this.#state = 'ended';
    clearTimeout(this.#overdue);
    this.#options.onEnded(this, why);
  }
}
