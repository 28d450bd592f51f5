/** A scene of a tone and a reading card, or the browser's camera. */
import { Store } from '@lectern/state';
import type { Content } from '@lectern/steering';
import type { BroadcastScene } from '../../../../renderer/src/broadcast/broadcast.ts';
import { drawReadingCard, type CardSize } from './reading-card.ts';
import { playTone } from './tone.ts';

export type SceneContents = BroadcastScene['has'];

/** Small, since encoding and decoding are most of what a picture costs. */
const CAMERA_SIZE = { width: 320, height: 180 };
const CAMERA_FRAMES_PER_SECOND = 30;

export class DrawnScene implements BroadcastScene {
  video: MediaStreamTrack;
  readonly audio = playTone();
  readonly content: Content;
  readonly sound = 'speech';
  readonly report: Store<{ readonly size: { readonly width: number; readonly height: number } }>;
  #has: SceneContents = { video: true, audio: true };
  #onChange: () => void = () => undefined;

  constructor(card: CardSize, content: Content) {
    this.content = content;
    this.video = drawReadingCard(card);
    const { width, height } = card;
    this.report = new Store({ size: { width, height } });
  }

  get has(): SceneContents {
    return this.#has;
  }

  /** Before the broadcast starts. Its frames come at an even pace, also while the page is busy. */
  async useCamera(size = CAMERA_SIZE): Promise<void> {
    const video = { ...size, frameRate: CAMERA_FRAMES_PER_SECOND };
    const [camera] = (await navigator.mediaDevices.getUserMedia({ video })).getVideoTracks();
    if (!camera) throw new Error('the camera gives no track');
    this.video.stop();
    this.video = camera;
    this.report.set({ size });
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
