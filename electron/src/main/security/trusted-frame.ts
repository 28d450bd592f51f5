/**
 * Which frame may call the main process: the top frame of one of our pages, and no frame inside it.
 */
import { isOwnPage, originOf } from './navigation.ts';

/** The part of Electron's `WebFrameMain` that is checked. */
export interface CallingFrame {
  readonly origin: string;
  readonly url: string;
  readonly parent: unknown;
}

/** `null` is a frame that has navigated or gone since it called. */
export function isTrustedFrame(frame: CallingFrame | null, pageUrl: string): boolean {
  if (frame === null || frame.parent !== null) return false;
  return frame.origin === originOf(pageUrl) && isOwnPage(frame.url, pageUrl);
}
