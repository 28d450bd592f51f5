/**
 * The presenter's settings of the scene (layout, camera position, slate): applied at once, and
 * saved.
 */
import log from 'loglevel';
import { Store, type ReadableStore } from '@lectern/state';
import type { CameraInset, LayoutKind, Settings, SlateSettings } from '@lectern/bridge';
import { clampedInset } from './geometry.ts';
import type { SceneLayout } from './scene-layout.ts';
import type { Scene } from './scene.ts';
import {
  decodeSlatePicture,
  encodeSlatePicture,
  SlatePictureError,
  type SlatePictureProblem,
} from './slate-picture.ts';

const logger = log.getLogger('scene');

export interface SceneSettingsState {
  readonly layout: LayoutKind;
  readonly inset: CameraInset;
  readonly slate: SlateSettings;
}

type Save = (change: Partial<Settings>) => Promise<void>;

export class SceneSettings {
  readonly #scene: Pick<Scene, 'setLayout' | 'setSlate' | 'report'>;
  readonly #save: Save;
  readonly #state: Store<SceneSettingsState>;
  readonly #slateProblem = new Store<SlatePictureProblem | null>(null);

  constructor(scene: Pick<Scene, 'setLayout' | 'setSlate' | 'report'>, saved: Settings, save: Save) {
    this.#scene = scene;
    this.#save = save;
    this.#state = new Store({ layout: saved.layout, inset: saved.cameraInset, slate: saved.slate });
    this.#applyLayout();
    void this.#applySlate();
  }

  get state(): ReadableStore<SceneSettingsState> {
    return this.#state;
  }

  /** Why the slate's picture cannot be used; null without a problem. */
  get slateProblem(): ReadableStore<SlatePictureProblem | null> {
    return this.#slateProblem;
  }

  async chooseLayout(layout: LayoutKind): Promise<void> {
    if (layout === this.#state.get().layout) return;
    this.#set({ layout });
    this.#applyLayout();
    await this.#save({ layout });
  }

  /**
   * Moves or resizes the camera without saving, for each step of a drag; `saveCamera` follows at
   * its end.
   */
  moveCamera(change: Partial<CameraInset>): void {
    const inset = clampedInset({ ...this.#state.get().inset, ...change }, this.#scene.report.get().size);
    this.#set({ inset });
    this.#applyLayout();
  }

  async saveCamera(): Promise<void> {
    await this.#save({ cameraInset: this.#state.get().inset });
  }

  /** Changes the text without saving, for each key press; `saveSlate` follows at the end. */
  setSlateText(text: string): void {
    this.#set({ slate: { ...this.#state.get().slate, text } });
    void this.#applySlate();
  }

  async saveSlate(): Promise<void> {
    await this.#save({ slate: this.#state.get().slate });
  }

  /**
   * Null removes the picture. A file that cannot be used changes nothing and sets `slateProblem`.
   */
  async chooseSlatePicture(file: Blob | null): Promise<void> {
    try {
      const picture = file && (await encodeSlatePicture(file));
      this.#set({ slate: { ...this.#state.get().slate, picture } });
    } catch (error) {
      logger.debug('The chosen picture cannot be used:', error);
      this.#slateProblem.set(problemOf(error));
      return;
    }
    await this.#applySlate();
    try {
      await this.saveSlate();
    } catch (error) {
      logger.debug('The chosen picture was not saved:', error);
      this.#slateProblem.set('not-saved');
    }
  }

  /**
   * A newly shared screen is shown beside the camera. When sharing stops, the camera is shown
   * alone.
   */
  async handleScreenChange(change: 'shared' | 'stopped'): Promise<void> {
    const { layout } = this.#state.get();
    if (change === 'shared' && layout === 'camera') await this.chooseLayout('both');
    if (change === 'stopped' && (layout === 'both' || layout === 'screen')) await this.chooseLayout('camera');
  }

  #set(change: Partial<SceneSettingsState>): void {
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
    this.#slateProblem.set(null);
    try {
      picture = slate.picture === null ? null : await decodeSlatePicture(slate.picture);
    } catch (error) {
      logger.debug('The picture of the slate cannot be decoded:', error);
      this.#slateProblem.set(problemOf(error));
    }
    // The slate may have changed while the picture was decoded.
    if (slate !== this.#state.get().slate) picture?.close();
    else this.#scene.setSlate({ text: slate.text, picture });
  }
}

const problemOf = (error: unknown): SlatePictureProblem =>
  error instanceof SlatePictureError ? error.problem : 'unusable';
