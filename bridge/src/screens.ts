/** Screens, windows and the computer's sound: what can be shared, and what is chosen. */

/** One screen or window that can be shared. */
export interface ScreenListing {
  /** Valid for a choice soon after, and only in this run of the app. */
  readonly id: string;
  readonly label: string;
  readonly kind: 'screen' | 'window';
  /** A data URL. */
  readonly thumbnail: string;
  /** The icon of the window's program as a data URL, where the system provides one. */
  readonly appIcon: string | null;
  /** The display of a screen, where the system says. */
  readonly displayId: string | null;
}

export type ScreenList =
  | { readonly kind: 'listed'; readonly screens: readonly ScreenListing[] }
  /** The system does not allow this app to see the screen. */
  | { readonly kind: 'denied' };

/** What the next capture request of the page is granted. */
export type CaptureChoice =
  | { readonly kind: 'screen'; readonly id: string }
  /** The system shows its own dialog. */
  | { readonly kind: 'system-picker' }
  | { readonly kind: 'system-sound' }
  /** Withdraws a choice that was not used. */
  | { readonly kind: 'nothing' };

/** Whose dialog shows what can be shared: the app's, the system's (Wayland) or the browser's. */
export type ScreenPicker = 'app' | 'system' | 'browser';

/** Whether the computer's sound can be shared. */
export type SystemSound =
  /** At any time, with or without a screen. */
  | { readonly kind: 'available' }
  /** A browser shares it only together with a screen, a window or a tab. */
  | { readonly kind: 'with-screen' }
  | { readonly kind: 'unavailable'; readonly why: string };

/**
 * The system's sound server. `unknown` where the machine has none, or does not say, as in a
 * browser.
 */
export type SoundServer = 'answers' | 'away' | 'unknown';

/** The pages of the system's settings that control what this app may see and hear. */
export type PrivacySubject = 'screen' | 'camera' | 'microphone' | 'system-sound';
