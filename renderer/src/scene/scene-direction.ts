/** What the presenter has decided about the scene, carried out at once and kept with the settings. */
import { Store, type ReadableStore } from '@lectern/state';
import type { CameraInset, LayoutKind, Settings, SlateSettings } from '@lectern/bridge';
import { settledInset } from './geometry.ts';
import type { SceneLayout } from './scene-layout.ts';
import type { Scene } from './scene.ts';
import { keepablePicture, openKeptPicture } from './slate-picture.ts';

export interface Direction {
  readonly layout: LayoutKind;
  readonly inset: CameraInset;
  readonly slate: SlateSettings;
}

type Keep = (change: Partial<Settings>) => Promise<void>;

export class SceneDirection {
  readonly #scene: Pick<Scene, 'setLayout' | 'setSlate' | 'report'>;
  readonly #keep: Keep;
  readonly #state: Store<Direction>;
  readonly #slateTrouble = new Store<string | null>(null);

  constructor(scene: Pick<Scene, 'setLayout' | 'setSlate' | 'report'>, start: Settings, keep: Keep) {
    this.#scene = scene;
    this.#keep = keep;
    this.#state = new Store({ layout: start.layout, inset: start.cameraInset, slate: start.slate });
    this.#applyLayout();
    void this.#applySlate();
  }

  get state(): ReadableStore<Direction> {
    return this.#state;
  }

  /** Why the slate lacks its picture, in words for the presenter. */
  get slateTrouble(): ReadableStore<string | null> {
    return this.#slateTrouble;
  }

  async chooseLayout(layout: LayoutKind): Promise<void> {
    if (layout === this.#state.get().layout) return;
    this.#set({ layout });
    this.#applyLayout();
    await this.#keep({ layout });
  }

  /** While it is being dragged; `keepCamera` ends that. */
  placeCamera(change: Partial<CameraInset>): void {
    const inset = settledInset({ ...this.#state.get().inset, ...change }, this.#scene.report.get().size);
    this.#set({ inset });
    this.#applyLayout();
  }

  async keepCamera(): Promise<void> {
    await this.#keep({ cameraInset: this.#state.get().inset });
  }

  /** While it is being written; `keepSlate` ends that. */
  writeSlate(text: string): void {
    this.#set({ slate: { ...this.#state.get().slate, text } });
    void this.#applySlate();
  }

  async keepSlate(): Promise<void> {
    await this.#keep({ slate: this.#state.get().slate });
  }

  /** Null takes the picture away. What cannot be used is said by `slateTrouble`, and changes nothing. */
  async chooseSlatePicture(file: Blob | null): Promise<void> {
    try {
      const picture = file && (await keepablePicture(file));
      this.#set({ slate: { ...this.#state.get().slate, picture } });
      await Promise.all([this.#applySlate(), this.keepSlate()]);
    } catch (error) {
      this.#slateTrouble.set(wordsOf(error));
    }
  }

  /** Whoever shares a screen wants it seen, beside the camera; and when it is taken away, the camera alone. */
  async followScreen(change: 'shared' | 'taken-away'): Promise<void> {
    const { layout } = this.#state.get();
    if (change === 'shared' && layout === 'camera') await this.chooseLayout('both');
    if (change === 'taken-away' && (layout === 'both' || layout === 'screen')) await this.chooseLayout('camera');
  }

  #set(change: Partial<Direction>): void {
    this.#state.set({ ...this.#state.get(), ...change });
  }

  #applyLayout(): void {
    const { layout, inset } = this.#state.get();
    const next: SceneLayout = layout === 'both' ? { kind: 'both', camera: inset } : { kind: layout };
    this.#scene.setLayout(next);
  }

  async #applySlate(): Promise<void> {
    const { slate } = this.#state.get();
    let picture: ImageBitmap | null = null;
    this.#slateTrouble.set(null);
    try {
      picture = slate.picture === null ? null : await openKeptPicture(slate.picture);
    } catch (error) {
      this.#slateTrouble.set(wordsOf(error));
    }
    // Another slate has been made while this picture was being opened.
    if (slate !== this.#state.get().slate) picture?.close();
    else this.#scene.setSlate({ text: slate.text, picture });
  }
}

const wordsOf = (error: unknown): string =>
  error instanceof Error ? error.message : 'The picture can’t be used. Try another.';
