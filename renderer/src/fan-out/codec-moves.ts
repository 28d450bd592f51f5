/**
 * Gives watchers who cannot stay on AV1 a link in VP8, a few at a time: each gets a second link, and
 * the first goes when the watcher has a picture over the second.
 */
import type { WatcherId } from '@lectern/protocol';
import { CODEC_MOVES } from '../policy/links.ts';
import type { DirectLink } from './direct-link.ts';

/** A link as a move sees it. */
export type MovableLink = Pick<DirectLink, 'codec' | 'watcherId' | 'state' | 'reports' | 'handOver'>;

export interface CodecMovesOptions {
  readonly links: () => Iterable<MovableLink>;
  /** Whether this machine is too slow for AV1. */
  readonly isTooSlow: () => boolean;
}

export class CodecMoves {
  readonly #options: CodecMovesOptions;
  readonly #needsVp8 = new Set<WatcherId>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: CodecMovesOptions) {
    this.#options = options;
  }

  /** Whether AV1 has not done for this watcher before. */
  needsVp8(watcherId: WatcherId | null): boolean {
    return watcherId !== null && this.#needsVp8.has(watcherId);
  }

  /** The codec of the link does not suit its watcher, or cannot be sent. */
  noteUnsuited(link: MovableLink): void {
    if (link.codec !== 'av1' || link.watcherId === null) return;
    this.#needsVp8.add(link.watcherId);
    this.run();
  }

  /** The link ends. Where its path was well and no picture has ever come, its codec may be why. */
  noteEnd(link: MovableLink): void {
    const hadNoPicture = link.state === 'connected' && link.reports.latest === null;
    if (link.codec === 'av1' && link.watcherId !== null && hadNoPicture) this.#needsVp8.add(link.watcherId);
  }

  /** Begins with some of those that have to move, and goes on while there are others. */
  run(): void {
    if (this.#timer !== undefined) return;
    const due = [...this.#options.links()].filter((link) => this.#isDue(link));
    for (const link of due.slice(0, CODEC_MOVES.atOnce)) void link.handOver();
    if (due.length === 0) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.run();
    }, CODEC_MOVES.everyMs);
  }

  #isDue({ codec, watcherId, state }: MovableLink): boolean {
    if (codec !== 'av1' || watcherId === null || state !== 'connected') return false;
    return this.#options.isTooSlow() || this.#needsVp8.has(watcherId);
  }
}
