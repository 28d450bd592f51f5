/** A scene that needs no device: a reading card and a tone. */
import { Store } from '@lectern/state';
import type { BroadcastScene } from '../../../../renderer/src/broadcast/broadcast.ts';
import { drawReadingCard, type CardSize } from './reading-card.ts';
import { playTone } from './tone.ts';

export type SceneContents = BroadcastScene['has'];

export class DrawnScene implements BroadcastScene {
  readonly video: MediaStreamTrack;
  readonly audio = playTone();
  readonly content = 'motion';
  readonly sound = 'speech';
  readonly report: Store<{ readonly size: { readonly width: number; readonly height: number } }>;
  #has: SceneContents = { video: true, audio: true };
  #onChange: () => void = () => undefined;

  constructor(card: CardSize) {
    this.video = drawReadingCard(card);
    const { width, height } = card;
    this.report = new Store({ size: { width, height } });
  }

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
