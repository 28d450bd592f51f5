/** All that a session has to do with its watchers as people: who they are, how they are, and that one of them is removed. */
import type { LinkId, WatcherId, WatcherReport } from '@lectern/protocol';
import type { ReadableStore } from '@lectern/state';
import type { DirectFanOut } from '../fan-out/direct-fan-out.ts';
import type { FanOutReport } from '../fan-out/link-media.ts';
import { AudienceBook, type AudienceView } from './audience-book.ts';
import { Removals, type RemovalOutcome, type RemovingService } from './removals.ts';

interface DeskOptions {
  readonly fanOut: Pick<DirectFanOut, 'links' | 'remove'>;
  readonly report: ReadableStore<FanOutReport>;
  readonly service: RemovingService;
  readonly isOnAir: () => boolean;
}

export class AudienceDesk {
  readonly #options: DeskOptions;
  readonly #book: AudienceBook;
  readonly #removals: Removals;
  /** What the presenter allows all links together, kbit/s. */
  limitKbps: number | null = null;

  constructor(options: DeskOptions) {
    this.#options = options;
    this.#removals = new Removals(options.service);
    this.#book = new AudienceBook({
      links: options.fanOut.links,
      fanOut: options.report,
      limitKbps: () => this.limitKbps,
      // On air the scene always has a picture, be it a card.
      hasPicture: options.isOnAir,
    });
  }

  get view(): ReadableStore<AudienceView> {
    return this.#book.view;
  }

  handleReport(linkId: LinkId, report: WatcherReport): void {
    this.#book.handleReport(linkId, report);
  }

  isRemoved(watcherId: WatcherId): boolean {
    return this.#removals.has(watcherId);
  }

  /** Sends this watcher nothing more and has the service keep its page out. */
  async remove(watcherId: WatcherId): Promise<RemovalOutcome> {
    const outcome = this.#removals.remove(watcherId);
    this.#options.fanOut.remove(watcherId);
    return await outcome;
  }

  /** The room is open again, perhaps at a service that has forgotten who was removed. */
  handleOpened(): void {
    this.#removals.repeat();
  }
}
