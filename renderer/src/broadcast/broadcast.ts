/** The broadcast: what is sent and to whom. The one owner of scene, media, links and audience. */
import type { MediaState, UplinkReport } from '@lectern/protocol';
import type { ReadableStore } from '@lectern/state';
import type { PictureSize } from '@lectern/steering';
import { Audience } from '../audience/audience.ts';
import { RelayedWatchers } from '../audience/relayed-watchers.ts';
import { DirectFanOut, type LinkCounts } from '../fan-out/direct-fan-out.ts';
import { defaultQuality, type LinkMedia, type MediaQuality, type OutgoingScene } from '../fan-out/link-media.ts';
import { RelayFanOut } from '../fan-out/relay-fan-out.ts';
import type { Scene } from '../scene/scene.ts';
import type { SceneReport } from '../scene/scene-layout.ts';
import { uplinkOf } from './uplink.ts';
import { watchingOf } from './watching.ts';

/** The scene as a broadcast needs it. */
export interface BroadcastScene extends Pick<
  Scene,
  'video' | 'audio' | 'has' | 'content' | 'sound' | 'onChange' | 'pause' | 'resume' | 'close'
> {
  readonly report: ReadableStore<Pick<SceneReport, 'size'>>;
}

export class Broadcast {
  readonly media: LinkMedia;
  readonly links: DirectFanOut;
  readonly relay: RelayFanOut;
  readonly audience: Audience;
  readonly watching: ReadableStore<LinkCounts>;
  readonly #scene: BroadcastScene;
  #air: 'off' | 'live' | 'paused' = 'off';
  #sent: OutgoingScene | null = null;
  #quality = defaultQuality;

  /** Owns both from now on. */
  constructor({ scene, media }: { readonly scene: BroadcastScene; readonly media: LinkMedia }) {
    this.#scene = scene;
    this.media = media;
    this.links = new DirectFanOut(media);
    this.relay = new RelayFanOut(media);
    this.watching = watchingOf({ direct: this.links, relay: this.relay.state });
    this.audience = new Audience({
      links: [this.links.watched, new RelayedWatchers(this.relay.state).links],
      isUplinkLimited: () => this.#quality.uplinkKbps !== null || media.report.get().uplinkKbps !== null,
      // On air the scene always has a picture, if only a card.
      hasPicture: () => this.#air !== 'off',
    });
    scene.onChange(() => this.#send());
    scene.report.subscribe(() => this.#sendSize());
  }

  get uplink(): UplinkReport {
    return uplinkOf(this.media.report.get(), this.#quality, this.#scene);
  }

  /** Goes on air. */
  start(): void {
    this.#air = 'live';
    this.#send();
  }

  /** Sends the slate and silence. The scene goes first: nothing captured after this call leaves. */
  pause(): void {
    this.#scene.pause();
    this.#air = 'paused';
    this.#send();
  }

  /** The scene goes first here as well: a paused one says that it has no sound. */
  resume(): void {
    this.#air = 'live';
    this.#scene.resume();
    this.#send();
  }

  /** Goes off air. The links say so, too, in case signaling is away. */
  end(): void {
    this.#goOffAir(() => {
      this.links.end();
      this.relay.end();
    });
  }

  /** Goes off air without a message: another run of this app serves the watchers now. */
  handOver(): void {
    this.#goOffAir(() => this.#closeLinks());
  }

  setQuality(quality: MediaQuality): void {
    const { preset, uplinkKbps, sharpness } = this.#quality;
    if (quality.preset === preset && quality.uplinkKbps === uplinkKbps && quality.sharpness === sharpness) return;
    this.#quality = quality;
    this.media.setQuality(quality);
  }

  close(): void {
    this.#closeLinks();
    this.media.close();
    this.#scene.close();
  }

  #closeLinks(): void {
    this.links.closeAll();
    this.relay.closeAll();
  }

  /**
   * A paused scene runs again only once the links are closed: nothing captured during the pause may
   * leave.
   */
  #goOffAir(closeLinks: () => void): void {
    this.#air = 'off';
    this.#setScene(null);
    closeLinks();
    this.#scene.resume();
  }

  #send(): void {
    if (this.#air === 'off') return;
    this.#setScene(this.#outgoing);
    const { video, audio } = this.#scene.has;
    const paused = this.#air === 'paused';
    // The slate is a picture, and its silence is no sound.
    const state: MediaState = { paused, video: video || paused, audio: audio && !paused };
    this.links.setMediaState(state);
    this.relay.setMediaState(state);
  }

  /** The scene reports every second, and its size rarely changes. */
  #sendSize(): void {
    const { size } = this.#outgoing;
    const before = this.#sent?.size;
    if (before && (before.width !== size.width || before.height !== size.height)) this.#setScene(this.#outgoing);
  }

  #setScene(scene: OutgoingScene | null): void {
    this.#sent = scene;
    this.media.setScene(scene);
  }

  get #outgoing(): OutgoingScene & { readonly size: PictureSize } {
    const { video, audio, content, sound, report } = this.#scene;
    return { video, audio, content, sound, size: report.get().size };
  }
}
