/** What page and machine tell each other about being live: the page reports, main acts on it and sends back what was pressed outside. */
import * as z from 'zod/mini';

/** How it is going, as the page tells it after each change. */
export const LiveReport = z.strictObject({
  air: z.enum(['off', 'live', 'paused']),
  /** The sentence to show where something is wrong. */
  trouble: z.nullable(z.string().check(z.maxLength(300))),
  /** Watchers with a picture. */
  watching: z.number().check(z.int(), z.gte(0)),
  /** Watchers who are in the room and have none just now. */
  withoutPicture: z.number().check(z.int(), z.gte(0)),
  microphoneOn: z.boolean(),
  cameraOn: z.boolean(),
  /** Null where this machine cannot show a screen. */
  screenOn: z.nullable(z.boolean()),
  /** The display whose whole picture goes out; `unknown` where one does and the system does not say which. */
  capturedDisplayId: z.nullable(z.string().check(z.maxLength(64))),
  recording: z.boolean(),
});
export type LiveReport = z.infer<typeof LiveReport>;

export const UNKNOWN_DISPLAY = 'unknown';

/** The report, and since when: for whoever shows it. */
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

/** Pressed outside of the page: in the tray, the menu or the control strip, or by a global shortcut. */
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

/** The answers to "You are still live." */
export const CloseAnswer = z.enum(['background', 'stop', 'stay']);
export type CloseAnswer = z.infer<typeof CloseAnswer>;

/** What was going on when the app or its page ended without a word; the page goes back to it. */
export interface LiveReturn {
  readonly air: 'live' | 'paused';
}

/** How a global shortcut is: held while live, another program's, no key combination at all, or none wanted. */
export type ShortcutState = 'free' | 'taken' | 'unreadable' | 'none';
export interface ShortcutReport {
  readonly pause: ShortcutState;
  readonly microphone: ShortcutState;
}
