/**
 * What another program publishes into the room: whether the presenter has granted it, whether it
 * comes, and the relay's end that gives it to the watchers.
 */
import type { LinkId, RoomId, StreamGeneration, StreamPhase, StreamTokens } from '@lectern/protocol';
import type { Links } from './links.ts';
import { noRelay, type OfferingEnd } from './offering-end.ts';
import type { Presenter } from './presenter.ts';
import { RelayEnd } from './relay-end.ts';
import type { RoomOptions } from './room-options.ts';
import type { Seat } from './seats.ts';

interface StreamEndOptions extends Pick<RoomOptions, 'streams'> {
  readonly roomId: RoomId;
  readonly presenter: Presenter;
  readonly links: () => Links;
  readonly onChanged: (before: StreamPhase) => void;
}

const nobody = { watchers: 0, playing: 0, layers: [], freezes: 0, first: [] };

export class StreamEnd {
  readonly #options: StreamEndOptions;
  #relay: RelayEnd | undefined;
  #phase: StreamPhase = 'none';
  #state: 'refused' | 'granted' | 'closed' = 'refused';

  constructor(options: StreamEndOptions) {
    this.#options = options;
  }

  get phase(): StreamPhase {
    return this.#phase;
  }

  get isGranted(): boolean {
    return this.#state === 'granted';
  }

  /** That offers the watchers their links. */
  get end(): OfferingEnd {
    return this.#relay ?? noRelay;
  }

  /** Pages older than the relay get none: they would neither report nor say anything. */
  opensLinks({ isOldPage }: Pick<Seat, 'isOldPage'>): OfferingEnd | undefined {
    return this.#phase === 'live' && !isOldPage && this.#relay?.isHere() === true ? this.#relay : undefined;
  }

  /** Null where the service has nothing that carries streams. */
  give(generation: StreamGeneration): StreamTokens | null {
    const { streams, roomId } = this.#options;
    if (streams === null || this.#state === 'closed') return null;
    this.#state = 'granted';
    return streams.grant(roomId, generation, (phase) => this.#change(phase));
  }

  withdraw(): void {
    this.#options.streams?.revoke(this.#options.roomId);
    if (this.#state === 'granted') this.#state = 'refused';
    this.#change('none');
  }

  /** An app that has just entered knows of no stream. */
  presenterEntered(): void {
    if (this.isGranted) this.#notifyPresenter();
  }

  /** The watchers get it. */
  show(): void {
    const { streams, roomId, presenter } = this.#options;
    if (streams === null) return;
    const links = this.#options.links();
    const replace = (linkId: LinkId): void => {
      if (links.known.find(linkId)?.from === 'relay') links.replace({ role: 'relay' }, linkId);
    };
    this.#relay = new RelayEnd({
      roomId,
      open: streams.open,
      links,
      events: {
        reached: () => links.openMissing(),
        failed: replace,
        // These are about a presenter that publishes, and about watchers that move.
        carried: () => undefined,
        settled: () => undefined,
        gone: () => undefined,
        notifyPresenter: (name, payload) => presenter.notify(name, payload),
      },
    });
    this.#relay.begin();
  }

  /** They get it no more. */
  hide(): void {
    this.#relay?.close('ended');
    this.#relay = undefined;
    this.#options.presenter.notify('relay:reported', nobody);
  }

  close(why: 'ended' | 'moved'): void {
    const { streams, roomId } = this.#options;
    this.#state = 'closed';
    this.#relay?.close(why);
    if (why === 'ended') streams?.revoke(roomId);
    else streams?.leave(roomId);
  }

  #change(phase: StreamPhase): void {
    if (this.#state === 'closed' || phase === this.#phase) return;
    const before = this.#phase;
    this.#phase = phase;
    this.#notifyPresenter();
    this.#options.onChanged(before);
  }

  #notifyPresenter(): void {
    this.#options.presenter.notify('stream:changed', { phase: this.#phase });
  }
}
