/** Who may call the main process: the top frame of our own page, and nobody it may one day embed. */

/** The part of Electron's `WebFrameMain` that decides. */
export interface CallingFrame {
  readonly origin: string;
  readonly parent: unknown;
}

/** `null` is a frame that has navigated away or gone since it called. */
export function isTrustedFrame(frame: CallingFrame | null, pageOrigin: string): boolean {
  return frame !== null && frame.parent === null && frame.origin === pageOrigin;
}
