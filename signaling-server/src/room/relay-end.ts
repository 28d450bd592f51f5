/**
 * The relay as an end of one room's links. It begins when the room first needs it, and what it does
 * in its own time arrives here.
 */
import { SignalingError, type LinkId, type NoticeName, type NoticePayload, type RoomId } from '@lectern/protocol';
import type { Links } from './links.ts';
import type { OfferingEnd, ResumedLink } from './offering-end.ts';
import type { OpenRelay, RelayCalls, RelayOutlet } from './relay-outlet.ts';

interface RelayEndOptions {
  readonly roomId: RoomId;
  readonly open: OpenRelay;
  readonly links: Links;
  readonly events: RelayEvents;
}

/** What changes where the room's links are opened from. */
export interface RelayEvents {
  readonly reached: (isReached: boolean) => void;
  readonly carried: (linkId: LinkId) => void;
  /** A link needs another one. */
  readonly failed: (linkId: LinkId) => void;
  readonly settled: (linkId: LinkId) => void;
  readonly gone: (linkId: LinkId) => void;
  readonly notifyPresenter: <N extends NoticeName>(name: N, payload: NoticePayload<N>) => void;
}

export class RelayEnd implements OfferingEnd {
  readonly kind = 'relay';
  readonly #options: RelayEndOptions;
  #outlet: RelayOutlet | undefined;
  #state: 'away' | 'reached' = 'away';

  constructor(options: RelayEndOptions) {
    this.#options = options;
  }

  get isReached(): boolean {
    return this.#state === 'reached';
  }

  get marksLinks(): boolean {
    return this.#outlet?.resume !== undefined;
  }

  isHere(): boolean {
    return this.isReached;
  }

  /** Also while a node is away: it comes back, or the relay says that the link needs another. */
  isReachable(): boolean {
    return this.#outlet !== undefined;
  }

  notify<N extends NoticeName>(name: N, payload: NoticePayload<N>): void {
    this.#outlet?.notify(name, payload);
  }

  /** Does nothing where it has begun already. */
  begin(): void {
    const { roomId, open } = this.#options;
    this.#outlet ??= open(roomId, this.#calls());
  }

  resume(link: ResumedLink): void {
    this.#outlet?.resume?.(link);
  }

  close(why: 'ended' | 'moved'): void {
    this.#outlet?.close(why);
    this.#outlet = undefined;
    this.#state = 'away';
  }

  #calls(): RelayCalls {
    const { links, events } = this.#options;
    const { messages } = links;
    return {
      reached: (isReached) => {
        this.#state = isReached ? 'reached' : 'away';
        events.reached(isReached);
      },
      offer: (linkId, offer) => attempt(() => messages.offer('relay', linkId, offer)),
      answer: (linkId, answer) => attempt(() => messages.answerPublishing(linkId, answer)),
      say: (linkId, message) => attempt(() => messages.say({ role: 'relay' }, linkId, message)),
      carried: events.carried,
      replace: events.failed,
      settled: events.settled,
      gone: events.gone,
      requestLayers: (layers) => events.notifyPresenter('layers:requested', { layers }),
      report: (digest) => events.notifyPresenter('relay:reported', digest),
    };
  }
}

/** The link may have been closed, or have another round, since the relay was asked. */
function attempt(act: () => void): void {
  try {
    act();
  } catch (error) {
    if (!(error instanceof SignalingError)) throw error;
  }
}
