/** A scene that needs no device: a reading card and a tone. */
import { Store } from '@lectern/state';
import type { BroadcastScene } from '../../../../renderer/src/broadcast/broadcast.ts';
import { drawReadingCard } from './reading-card.ts';
import { playTone } from './tone.ts';

export type SceneContents = BroadcastScene['has'];

export class DrawnScene implements BroadcastScene {
  readonly video = drawReadingCard();
  readonly audio = playTone();
  readonly content = 'motion';
  readonly sound = 'speech';
  readonly report = new Store({ size: { width: 1280, height: 720 } });
  #has: SceneContents = { video: true, audio: true };
  #onChange: () => void = () => undefined;

  get has(): SceneContents {
    return this.#has;
  }

  show(contents: SceneContents): void {
    this.#has = contents;
    this.#onChange();
  }

  onChange(listener: () => void): void {
    this.#onChange = listener;
  }

  /** Its picture and sound go on: what a pause does to them is tested on the real scene. */
  pause(): void {}
  resume(): void {}
  close(): void {}
}
