/**
 * Composes in the page, for Firefox and Safari: each source plays in a hidden video element, and
 * its pictures are drawn on a captured canvas. A hidden tab slows it down. The app and Chromium use
 * the worker.
 */
import log from 'loglevel';
import type { Composer, ComposerEvents } from '../composer.ts';
import { Compositor } from '../compositor.ts';
import type { RemovalReason, SceneLayout, SceneTexts, SlateContent, SourceName } from '../scene-layout.ts';
import { CanvasOutput } from './canvas-output.ts';

const logger = log.getLogger('scene');

export class PageComposer implements Composer {
  readonly track: MediaStreamTrack;
  readonly #compositor: Compositor<HTMLVideoElement>;
  readonly #players = new Map<SourceName, HTMLVideoElement>();

  constructor(texts: SceneTexts, { onReport }: Pick<ComposerEvents, 'onReport'>) {
    const output = new CanvasOutput();
    this.track = output.track;
    this.#compositor = new Compositor({ output, texts, onReport });
  }

  feed(name: SourceName, track: MediaStreamTrack): void {
    this.#stopPlaying(name);
    this.#compositor.expectPictures(name);
    const player = Object.assign(document.createElement('video'), { muted: true, playsInline: true, autoplay: true });
    player.srcObject = new MediaStream([track]);
    this.#players.set(name, player);
    const handleFrame = (nowMs: number): void => {
      if (this.#players.get(name) !== player) return;
      const size = { width: player.videoWidth, height: player.videoHeight };
      this.#compositor.handlePicture(name, { image: player, size, close: () => undefined }, nowMs * 1_000);
      player.requestVideoFrameCallback(handleFrame);
    };
    player.requestVideoFrameCallback(handleFrame);
    // Rejects if the source is removed before it plays.
    player.play().catch((error: unknown) => logger.debug('The source does not play:', name, error));
  }

  removeSource(name: SourceName, reason: RemovalReason): void {
    this.#stopPlaying(name);
    this.#compositor.removeSource(name, reason);
  }

  setLayout(layout: SceneLayout): void {
    this.#compositor.setLayout(layout);
  }

  setScreenPixels(pixels: number): void {
    this.#compositor.setScreenPixels(pixels);
  }

  setSlate(slate: SlateContent): void {
    this.#compositor.setSlate(slate);
  }

  pause(): void {
    for (const name of this.#players.keys()) this.#stopPlaying(name);
    this.#compositor.pause();
  }

  resume(awaited: readonly SourceName[]): void {
    this.#compositor.resume(awaited);
  }

  close(): void {
    for (const name of this.#players.keys()) this.#stopPlaying(name);
    this.#compositor.close();
    this.track.stop();
  }

  #stopPlaying(name: SourceName): void {
    const player = this.#players.get(name);
    this.#players.delete(name);
    if (player) player.srcObject = null;
  }
}
