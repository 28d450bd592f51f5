/** Picture in picture: the video in a small window on top of all others, where available. */
import { errorName } from '@lectern/rtc';
import { Store, type ReadableStore } from '@lectern/state';
import loglevel from 'loglevel';

const log = loglevel.getLogger('player');

/** Safari's API from before the standard. */
interface SafariVideo extends HTMLVideoElement {
  readonly webkitPresentationMode: string;
  webkitSupportsPresentationMode(mode: string): boolean;
  webkitSetPresentationMode(mode: string): void;
}

export type PictureInPictureState = 'unavailable' | 'in-page' | 'in-window';

const MODE = 'picture-in-picture';

const isSafariVideo = (video: HTMLVideoElement): video is SafariVideo => 'webkitSetPresentationMode' in video;
const hasStandard = (): boolean => 'pictureInPictureEnabled' in document && document.pictureInPictureEnabled;

export class PictureInPicture {
  readonly #video: HTMLVideoElement;
  readonly #state: Store<PictureInPictureState>;

  constructor(video: HTMLVideoElement) {
    this.#video = video;
    const isAvailable = hasStandard() || (isSafariVideo(video) && video.webkitSupportsPresentationMode(MODE));
    this.#state = new Store<PictureInPictureState>(isAvailable ? 'in-page' : 'unavailable');
    if (!isAvailable) return;
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
    if (state === 'unavailable') return;
    const isInWindow = state === 'in-window';
    try {
      if (!hasStandard()) {
        if (isSafariVideo(this.#video)) this.#video.webkitSetPresentationMode(isInWindow ? 'inline' : MODE);
      } else if (isInWindow) await document.exitPictureInPicture();
      else await this.#video.requestPictureInPicture();
    } catch (error) {
      // No picture yet, or refused by a policy.
      log.debug(`picture in picture refused: ${errorName(error)}`);
    }
  }
}
