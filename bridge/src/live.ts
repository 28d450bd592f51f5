/** The live status, which the page reports, and the commands that are given outside the page. */
import * as z from 'zod/mini';

/** The page sends it after each change. */
export const LiveReport = z.strictObject({
  air: z.enum(['off', 'live', 'paused']),
  /** The sentence that is shown where something is wrong. */
  trouble: z.nullable(z.string().check(z.maxLength(300))),
  /** Watchers who see the picture. */
  watching: z.number().check(z.int(), z.gte(0)),
  /** Watchers in the room who see none at present. */
  withoutPicture: z.number().check(z.int(), z.gte(0)),
  microphoneOn: z.boolean(),
  cameraOn: z.boolean(),
  /** Null where this machine cannot share a screen. */
  screenOn: z.nullable(z.boolean()),
  /** The display that is shared whole; `unknown` where one is and the system does not say which. */
  capturedDisplayId: z.nullable(z.string().check(z.maxLength(64))),
  recording: z.boolean(),
});
export type LiveReport = z.infer<typeof LiveReport>;

export const UNKNOWN_DISPLAY = 'unknown';

/** The latest report, and since when it is live. */
export interface LiveStatus {
  readonly report: LiveReport;
  /** Milliseconds since 1970; null while off air. */
  readonly sinceMs: number | null;
}

export const offAir: LiveStatus = {
  report: {
    air: 'off',
    trouble: null,
    watching: 0,
    withoutPicture: 0,
    microphoneOn: false,
    cameraOn: false,
    screenOn: null,
    capturedDisplayId: null,
    recording: false,
  },
  sinceMs: null,
};

/** A command from outside the page: the tray, the menu, the control strip or a global shortcut. */
export const LiveCommand = z.enum([
  'go-live',
  'pause',
  'resume',
  'stop',
  'toggle-microphone',
  'toggle-camera',
  'open-settings',
]);
export type LiveCommand = z.infer<typeof LiveCommand>;

/** The answers to the question "You are still live." */
export const CloseAnswer = z.enum(['background', 'stop', 'stay']);
export type CloseAnswer = z.infer<typeof CloseAnswer>;

/** What the page goes back to after the app or the page has crashed. */
export interface LiveReturn {
  readonly air: 'live' | 'paused';
}

/**
 * `free`: registered while live. `taken`: used by another program. `unreadable`: not a key
 * combination. `none`: not set.
 */
export type ShortcutState = 'free' | 'taken' | 'unreadable' | 'none';
export interface ShortcutReport {
  readonly pause: ShortcutState;
  readonly microphone: ShortcutState;
}
