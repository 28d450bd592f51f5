/**
 * The scene: one picture and one sound, made of all sources. Its two tracks exist from the start.
 * The picture's is replaced only if the compositor has failed.
 */
import log from 'loglevel';
import { Store, type ReadableStore } from '@lectern/state';
import type { Content, SoundContent } from '@lectern/steering';
import { hasPicture } from './choose-shown.ts';
import type { Composer } from './composer.ts';
import { PageComposer } from './in-page/page-composer.ts';
import { WorkerComposer } from './in-worker/worker-composer.ts';
import {
  nothingShown,
  showsScreen,
  type RemovalReason,
  type SceneLayout,
  type SceneReport,
  type SceneTexts,
  type SlateContent,
  type SourceName,
} from './scene-layout.ts';
import { SoundMix, type SoundName } from './sound-mix.ts';
import { canStreamTracks } from './track-streams.ts';

const logger = log.getLogger('scene');

export class Scene {
  readonly #report = new Store<SceneReport>(nothingShown);
  readonly #composer: Composer;
  readonly #soundMix = new SoundMix();
  /** The tracks of the sources. They stay their owners'. */
  readonly #tracks = new Map<SourceName, MediaStreamTrack>();
  /** A copy of each track for the composer. Stopping the copy stops its frames in the same task. */
  readonly #copies = new Map<SourceName, MediaStreamTrack>();
  readonly #soundTracks = new Map<SoundName, MediaStreamTrack>();
  #layout: SceneLayout = { kind: 'camera' };
  #isPaused = false;
  #onChange: () => void = () => undefined;

  constructor(texts: SceneTexts) {
    const on = {
      onReport: (report: SceneReport): void => this.#report.set({ ...report, isPaused: this.#isPaused }),
      onRenewed: () => this.#feedAgain(),
    };
    this.#composer = canStreamTracks() ? new WorkerComposer(texts, on) : new PageComposer(texts, on);
  }

  get video(): MediaStreamTrack {
    return this.#composer.track;
  }

  get audio(): MediaStreamTrack {
    return this.#soundMix.track;
  }

  get report(): ReadableStore<SceneReport> {
    return this.#report;
  }

  get layout(): SceneLayout {
    return this.#layout;
  }

  /**
   * Whether there is a picture and a sound. Watchers are sent this, so that their page can say
   * "sound only".
   */
  get has(): { readonly video: boolean; readonly audio: boolean } {
    const added = { camera: this.#tracks.has('camera'), screen: this.#tracks.has('screen') };
    return { video: hasPicture(this.#layout.kind, added), audio: this.#soundTracks.size > 0 && !this.#isPaused };
  }

  /** `text` where a screen is shown, `motion` otherwise. */
  get content(): Content {
    return showsScreen(this.#layout) && this.#tracks.has('screen') ? 'text' : 'motion';
  }

  /** `music` where a track is marked as that by its owner (W3C mst-content-hint). */
  get sound(): SoundContent {
    return [...this.#soundTracks.values()].some(({ contentHint }) => contentHint === 'music') ? 'music' : 'speech';
  }

  /**
   * Sets the one listener. It is called when a track, `has`, `content` or `sound` may have changed.
   */
  onChange(listener: () => void): void {
    this.#onChange = listener;
  }

  /** Null removes the camera, for that reason. */
  setCamera(track: MediaStreamTrack | null, reason: RemovalReason = 'switched-off'): void {
    this.#set('camera', track, reason);
  }

  /** Null removes the screen, for that reason. */
  setScreen(track: MediaStreamTrack | null, reason: RemovalReason = 'switched-off'): void {
    this.#set('screen', track, reason);
  }

  setMicrophone(track: MediaStreamTrack | null): void {
    this.#setSound('microphone', track);
  }

  setSystemSound(track: MediaStreamTrack | null): void {
    this.#setSound('systemSound', track);
  }

  setLayout(layout: SceneLayout): void {
    this.#layout = layout;
    this.#composer.setLayout(layout);
    this.#onChange();
  }

  /** The most pixels of a screen's picture, in any shape. */
  setScreenPixels(pixels: number): void {
    this.#composer.setScreenPixels(pixels);
  }

  /** Takes over the slate's picture. */
  setSlate(slate: SlateContent): void {
    this.#composer.setSlate(slate);
  }

  /**
   * Once this returns, no captured picture or sound leaves the scene. The slate goes out instead.
   */
  pause(): void {
    if (this.#isPaused) return;
    this.#isPaused = true;
    this.#soundMix.mute();
    for (const track of this.#copies.values()) track.stop();
    this.#copies.clear();
    this.#composer.pause();
    this.#report.set({ ...this.#report.get(), isPaused: true });
    logger.debug('Scene paused.');
  }

  resume(): void {
    if (!this.#isPaused) return;
    this.#isPaused = false;
    this.#composer.resume([...this.#tracks.keys()]);
    for (const [name, track] of this.#tracks) this.#feed(name, track);
    this.#soundMix.unmute();
    this.#report.set({ ...this.#report.get(), isPaused: false });
    logger.debug('Scene resumed.');
  }

  close(): void {
    for (const track of this.#copies.values()) track.stop();
    this.#copies.clear();
    this.#composer.close();
    this.#soundMix.close();
  }

  #set(name: SourceName, track: MediaStreamTrack | null, reason: RemovalReason): void {
    const before = this.#tracks.get(name) ?? null;
    if (track === before) return;
    this.#copies.get(name)?.stop();
    this.#copies.delete(name);
    if (track) this.#tracks.set(name, track);
    else this.#tracks.delete(name);
    if (!track) this.#composer.removeSource(name, reason);
    else if (!this.#isPaused) this.#feed(name, track);
    this.#onChange();
  }

  #feed(name: SourceName, track: MediaStreamTrack): void {
    // An ended track is about to be removed by its owner.
    if (track.readyState === 'ended') return;
    const copy = track.clone();
    this.#copies.set(name, copy);
    this.#composer.feed(name, copy);
  }

  #feedAgain(): void {
    for (const track of this.#copies.values()) track.stop();
    this.#copies.clear();
    if (!this.#isPaused) for (const [name, track] of this.#tracks) this.#feed(name, track);
    this.#onChange();
  }

  #setSound(name: SoundName, track: MediaStreamTrack | null): void {
    if (track === (this.#soundTracks.get(name) ?? null)) return;
    if (track) this.#soundTracks.set(name, track);
    else this.#soundTracks.delete(name);
    this.#soundMix.set(name, track);
    this.#onChange();
  }
}
