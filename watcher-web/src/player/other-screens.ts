/**
 * A television or loudspeaker that could play instead of this page, where the browser really reports one. Chromium's Remote Playback
 * reports none for live media, so there is no button there; Safari offers AirPlay.
 */
import { Store, type ReadableStore } from '@lectern/state';

interface SafariVideo extends HTMLVideoElement {
  webkitShowPlaybackTargetPicker(): void;
}

const isSafariVideo = (video: HTMLVideoElement): video is SafariVideo => 'webkitShowPlaybackTargetPicker' in video;

export class OtherScreens {
  readonly #video: HTMLVideoElement;
  readonly #available = new Store(false);

  constructor(video: HTMLVideoElement) {
    this.#video = video;
    if (isSafariVideo(video)) {
      video.addEventListener('webkitplaybacktargetavailabilitychanged', (event) => {
        this.#available.set('availability' in event && event.availability === 'available');
      });
    } else if ('remote' in video) {
      // Refused where the browser does not look for devices: then there are none to offer.
      video.remote.watchAvailability((isThere) => this.#available.set(isThere)).catch(() => undefined);
    }
  }

  get available(): ReadableStore<boolean> {
    return this.#available;
  }

  async choose(): Promise<void> {
    try {
      if (isSafariVideo(this.#video)) this.#video.webkitShowPlaybackTargetPicker();
      else await this.#video.remote.prompt();
    } catch {
      // Nothing chosen.
    }
  }
}
