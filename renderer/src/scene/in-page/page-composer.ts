/**
 * Composing in the page, for Firefox and Safari: each source plays in an element that nobody sees, and its frames are drawn on a captured
 * canvas. A hidden tab slows it down; the app and Chromium don't come here.
 */
import type { Composer, OnReport } from '../composer.ts';
import { Compositor } from '../compositor.ts';
import type { Going, SceneLayout, SlateContent, SourceName } from '../scene-layout.ts';
import { CanvasOutput } from './canvas-output.ts';

export class PageComposer implements Composer {
  readonly track: MediaStreamTrack;
  readonly #compositor: Compositor<HTMLVideoElement>;
  readonly #players = new Map<SourceName, HTMLVideoElement>();

  constructor(onReport: OnReport) {
    const output = new CanvasOutput();
    this.track = output.track;
    this.#compositor = new Compositor(output, onReport);
  }

  feed(name: SourceName, track: MediaStreamTrack): void {
    this.#stopPlaying(name);
    this.#compositor.expect(name);
    const player = Object.assign(document.createElement('video'), { muted: true, playsInline: true, autoplay: true });
    player.srcObject = new MediaStream([track]);
    this.#players.set(name, player);
    const take = (nowMs: number): void => {
      if (this.#players.get(name) !== player) return;
      const size = { width: player.videoWidth, height: player.videoHeight };
      this.#compositor.take(name, { image: player, size, close: () => undefined }, nowMs * 1_000);
      player.requestVideoFrameCallback(take);
    };
    player.requestVideoFrameCallback(take);
    // Stopped before it had begun to play.
    void player.play().catch(() => undefined);
  }

  leave(name: SourceName, going: Going): void {
    this.#stopPlaying(name);
    this.#compositor.leave(name, going);
  }

  setLayout(layout: SceneLayout): void {
    this.#compositor.setLayout(layout);
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

  end(): void {
    for (const name of this.#players.keys()) this.#stopPlaying(name);
    this.#compositor.end();
    this.track.stop();
  }

  #stopPlaying(name: SourceName): void {
    const player = this.#players.get(name);
    this.#players.delete(name);
    if (player) player.srcObject = null;
  }
}
