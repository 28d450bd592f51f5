/** Full screen for the page, or for the bare video on phones that allow no more. */
import { errorName } from '@lectern/rtc';
import type { ReadableStore } from '@lectern/state';
import loglevel from 'loglevel';

const log = loglevel.getLogger('player');

interface PhoneVideo extends HTMLVideoElement {
  webkitEnterFullscreen(): void;
}

const isPhoneVideo = (video: HTMLVideoElement): video is PhoneVideo => 'webkitEnterFullscreen' in video;

export const hasFullScreen = (video: HTMLVideoElement): boolean => document.fullscreenEnabled || isPhoneVideo(video);

/** Whether the page is in full screen. */
export const fullScreen: ReadableStore<boolean> = {
  get: () => document.fullscreenElement !== null,
  subscribe: (listener) => {
    document.addEventListener('fullscreenchange', listener);
    return () => document.removeEventListener('fullscreenchange', listener);
  },
};

export async function toggleFullScreen(main: HTMLElement, video: HTMLVideoElement): Promise<void> {
  try {
    if (document.fullscreenElement) await document.exitFullscreen();
    else if (document.fullscreenEnabled) await main.requestFullscreen();
    else if (isPhoneVideo(video)) video.webkitEnterFullscreen();
  } catch (error) {
    log.debug(`full screen refused: ${errorName(error)}`);
  }
}
