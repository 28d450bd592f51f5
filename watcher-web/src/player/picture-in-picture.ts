/** The picture in a small window of its own above all others, where the browser lets a page ask for it. */
import { Store, type ReadableStore } from '@lectern/state';

/** Safari's own way, from before there was a standard. */
interface SafariVideo extends HTMLVideoElement {
  readonly webkitPresentationMode: string;
  webkitSupportsPresentationMode(mode: string): boolean;
  webkitSetPresentationMode(mode: string): void;
}

export type PictureInPictureState = 'impossible' | 'in-page' | 'in-window';

const MODE = 'picture-in-picture';

const isSafariVideo = (video: HTMLVideoElement): video is SafariVideo => 'webkitSetPresentationMode' in video;
const hasStandard = (): boolean => 'pictureInPictureEnabled' in document && document.pictureInPictureEnabled;

export class PictureInPicture {
  readonly #video: HTMLVideoElement;
  readonly #state: Store<PictureInPictureState>;

  constructor(video: HTMLVideoElement) {
    this.#video = video;
    const isPossible = hasStandard() || (isSafariVideo(video) && video.webkitSupportsPresentationMode(MODE));
    this.#state = new Store<PictureInPictureState>(isPossible ? 'in-page' : 'impossible');
    if (!isPossible) return;
    video.addEventListener('enterpictureinpicture', () => this.#state.set('in-window'));
    video.addEventListener('leavepictureinpicture', () => this.#state.set('in-page'));
    video.addEventListener('webkitpresentationmodechanged', () => {
      if (isSafariVideo(video)) this.#state.set(video.webkitPresentationMode === MODE ? 'in-window' : 'in-page');
    });
  }

  get state(): ReadableStore<PictureInPictureState> {
    return this.#state;
  }

  async toggle(): Promise<void> {
    const state = this.#state.get();
    if (state === 'impossible') return;
    const isIn = state === 'in-window';
    try {
      if (!hasStandard()) {
        if (isSafariVideo(this.#video)) this.#video.webkitSetPresentationMode(isIn ? 'inline' : MODE);
      } else if (isIn) await document.exitPictureInPicture();
      else await this.#video.requestPictureInPicture();
    } catch {
      // No picture yet, or refused by the browser's owner: it stays in the page.
    }
  }
}
