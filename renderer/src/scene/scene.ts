/** The scene: the one picture and the one sound that go out, made of all sources. Its two tracks are there from the start and never replaced. */
import { Store, type ReadableStore } from '@lectern/state';
import type { Content } from '@lectern/steering';
import { hasPicture } from './choose-shown.ts';
import type { Composer } from './composer.ts';
import { PageComposer } from './in-page/page-composer.ts';
import { WorkerComposer } from './in-worker/worker-composer.ts';
import {
  nothingShown,
  showsScreen,
  type Going,
  type SceneLayout,
  type SceneReport,
  type SlateContent,
  type SourceName,
} from './scene-layout.ts';
import { SoundMix, type SoundName } from './sound-mix.ts';
import { canStreamTracks } from './track-streams.ts';

export class Scene {
  readonly #report = new Store<SceneReport>(nothingShown);
  readonly #composer: Composer;
  readonly #sound = new SoundMix();
  /** What was given, and a copy of each that the compositor reads: stopping the copy stops its frames in the same task. */
  readonly #given = new Map<SourceName, MediaStreamTrack>();
  readonly #read = new Map<SourceName, MediaStreamTrack>();
  readonly #sounds = new Map<SoundName, MediaStreamTrack>();
  #layout: SceneLayout = { kind: 'camera' };
  #isPaused = false;
  #onChange: () => void = () => undefined;

  constructor() {
    const onReport = (report: SceneReport): void => this.#report.set({ ...report, isPaused: this.#isPaused });
    this.#composer = canStreamTracks() ? new WorkerComposer(onReport) : new PageComposer(onReport);
  }

  get video(): MediaStreamTrack {
    return this.#composer.track;
  }

  get audio(): MediaStreamTrack {
    return this.#sound.track;
  }

  get report(): ReadableStore<SceneReport> {
    return this.#report;
  }

  get layout(): SceneLayout {
    return this.#layout;
  }

  /** What watchers are told, so that their page can say "sound only": a card in place of a picture is none. */
  get has(): { readonly video: boolean; readonly audio: boolean } {
    const given = { camera: this.#given.has('camera'), screen: this.#given.has('screen') };
    return { video: hasPicture(this.#layout.kind, given), audio: this.#sounds.size > 0 && !this.#isPaused };
  }

  /** Sharp text where a screen is seen, smooth motion where it is a face. */
  get content(): Content {
    return showsScreen(this.#layout) && this.#given.has('screen') ? 'text' : 'motion';
  }

  /** Called when `has` or `content` may have changed. */
  onChange(listener: () => void): void {
    this.#onChange = listener;
  }

  /** Null is no camera; `going` says whether it was taken away or has got lost, which leaves its last picture for a moment. */
  setCamera(track: MediaStreamTrack | null, going: Going = 'taken'): void {
    this.#set('camera', track, going);
  }

  setScreen(track: MediaStreamTrack | null, going: Going = 'taken'): void {
    this.#set('screen', track, going);
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

  /** Its picture is the scene's from now on. */
  setSlate(slate: SlateContent): void {
    this.#composer.setSlate(slate);
  }

  /** In this task: no picture and no sound captured from now on leaves the scene. The slate goes out instead. */
  pause(): void {
    if (this.#isPaused) return;
    this.#isPaused = true;
    this.#sound.silence();
    for (const track of this.#read.values()) track.stop();
    this.#read.clear();
    this.#composer.pause();
    this.#report.set({ ...this.#report.get(), isPaused: true });
  }

  resume(): void {
    if (!this.#isPaused) return;
    this.#isPaused = false;
    this.#composer.resume([...this.#given.keys()]);
    for (const [name, track] of this.#given) this.#feed(name, track);
    this.#sound.sound();
    this.#report.set({ ...this.#report.get(), isPaused: false });
  }

  end(): void {
    for (const track of this.#read.values()) track.stop();
    this.#read.clear();
    this.#composer.end();
    this.#sound.end();
  }

  #set(name: SourceName, track: MediaStreamTrack | null, going: Going): void {
    const before = this.#given.get(name) ?? null;
    if (track === before) return;
    this.#read.get(name)?.stop();
    this.#read.delete(name);
    if (track) this.#given.set(name, track);
    else this.#given.delete(name);
    if (!track) this.#composer.leave(name, going);
    else if (!this.#isPaused) this.#feed(name, track);
    this.#onChange();
  }

  #feed(name: SourceName, track: MediaStreamTrack): void {
    // Ended meanwhile; whoever gave it takes it back.
    if (track.readyState === 'ended') return;
    const copy = track.clone();
    this.#read.set(name, copy);
    this.#composer.feed(name, copy);
  }

  #setSound(name: SoundName, track: MediaStreamTrack | null): void {
    if (track === (this.#sounds.get(name) ?? null)) return;
    if (track) this.#sounds.set(name, track);
    else this.#sounds.delete(name);
    this.#sound.set(name, track);
    this.#onChange();
  }
}
