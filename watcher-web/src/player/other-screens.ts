/**
 * Playing on a television or loudspeaker, where the browser reports one. Chromium's Remote Playback
 * reports none for live media, so it shows no button; Safari offers AirPlay.
 */
import { errorName } from '@lectern/rtc';
import { Store, type ReadableStore } from '@lectern/state';
import loglevel from 'loglevel';

const log = loglevel.getLogger('player');

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
      video.remote
        .watchAvailability((isAvailable) => this.#available.set(isAvailable))
        // Refused where the browser does not look for devices.
        .catch((error: unknown) => log.debug(`other screens not watched: ${errorName(error)}`));
    }
  }

  get available(): ReadableStore<boolean> {
    return this.#available;
  }

  async choose(): Promise<void> {
    try {
      if (isSafariVideo(this.#video)) this.#video.webkitShowPlaybackTargetPicker();
      else await this.#video.remote.prompt();
    } catch (error) {
      log.debug(`no other screen chosen: ${errorName(error)}`);
    }
  }
}
