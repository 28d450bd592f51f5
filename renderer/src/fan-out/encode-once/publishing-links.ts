/**
 * The links to the relay, one or for a moment two, and the steering of their layers. What they need
 * comes before the pictures of other links: it serves more watchers than any of those.
 */
import { stacked, type Ladders, type LayerIndex, type SoundContent } from '@lectern/steering';
import type { MediaLinkConfig } from '../link-media.ts';
import type { ClockTracks } from './clock-tracks.ts';
import type { LayeredLink } from './sent-layers.ts';
import { PublishingLink, type PublishingLinkOptions } from './publishing-link.ts';
import { SteeringLoop } from './steering-loop.ts';

export interface PublishingLinksOptions {
  /** The need of all of them has changed, in kbit/s. */
  readonly onNeed: (kbps: number) => void;
  readonly onLayers: () => void;
  readonly onRead: () => Promise<void>;
}

type LinkOptions = MediaLinkConfig &
  Pick<PublishingLinkOptions, 'worker' | 'keyFrames' | 'clock' | 'encoded' | 'onConnected'>;

export class PublishingLinks {
  readonly #options: PublishingLinksOptions;
  readonly #links = new Set<PublishingLink>();
  readonly #steering: SteeringLoop;
  #ladders: Ladders;
  #needKbps = 0;

  constructor(options: PublishingLinksOptions, ladders: Ladders) {
    this.#options = options;
    this.#ladders = ladders;
    this.#steering = new SteeringLoop({
      ladders: stackedEach(ladders),
      onDecided: () => this.#handleDecision(),
      onRead: options.onRead,
    });
  }

  /** All that are open. */
  get all(): readonly PublishingLink[] {
    return [...this.#links];
  }

  /** The layers that some of them get or wait for. */
  get needed(): readonly LayerIndex[] {
    return this.#layers.filter(({ isWanted, isSent }) => isWanted || isSent).map(({ layer }) => layer);
  }

  /** Each layer that is sent, as a link of its own. */
  get layered(): readonly LayeredLink[] {
    return this.#layers.map(({ asLink }) => asLink);
  }

  open(options: LinkOptions): PublishingLink {
    const link = new PublishingLink({
      ...options,
      steering: this.#steering,
      ladder: () => this.#ladders.vp8,
      onLayers: this.#options.onLayers,
      onClosed: () => {
        this.#links.delete(link);
        this.#steering.remove(link);
      },
    });
    this.#links.add(link);
    return link;
  }

  /** Another picture is sharp at once. */
  setClock(clock: ClockTracks | null): void {
    for (const link of this.#links) {
      link.setClock(clock);
      link.requestKeyFrame();
    }
  }

  setLadders(ladders: Ladders, sound: SoundContent): void {
    this.#ladders = ladders;
    this.#steering.setLadders(stackedEach(ladders), sound);
    this.#handleNeed();
    // The estimates were bounded by what the old layers needed.
    for (const link of this.#links) void link.probe(this.#steering.topKbps('vp8'));
  }

  limitUplink(kbps: number | null): void {
    this.#steering.limitUplink(kbps);
  }

  close(): void {
    for (const link of this.#links) link.close();
    this.#steering.close();
  }

  get #layers(): readonly PublishingLink['layers'][number][] {
    return this.all.flatMap(({ layers }) => layers);
  }

  #handleDecision(): void {
    this.#handleNeed();
    this.#options.onLayers();
  }

  #handleNeed(): void {
    const { needKbps } = this.#steering;
    if (needKbps === this.#needKbps) return;
    this.#needKbps = needKbps;
    this.#options.onNeed(needKbps);
  }
}

const stackedEach = ({ vp8, av1 }: Ladders): Ladders => ({ vp8: stacked(vp8), av1: stacked(av1) });
