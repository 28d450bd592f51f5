/** Full screen for the page, or for the bare video where a phone grants no more than that. */
import type { ReadableStore } from '@lectern/state';

interface PhoneVideo extends HTMLVideoElement {
  webkitEnterFullscreen(): void;
}

const isPhoneVideo = (video: HTMLVideoElement): video is PhoneVideo => 'webkitEnterFullscreen' in video;

export const canFillScreen = (video: HTMLVideoElement): boolean => document.fullscreenEnabled || isPhoneVideo(video);

/** Whether the page fills the screen now. */
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
  } catch {
    // Refused by the browser or its owner: the picture stays as large as the window.
  }
}
