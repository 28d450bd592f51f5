/** Screens, windows and the computer's own sound: what the machine says of them, and what it is asked for. */

/** One screen or window as it looks just now. */
export interface ScreenListing {
  /** Good for one choice soon after; it means nothing to a later start of the app. */
  readonly id: string;
  readonly label: string;
  readonly kind: 'screen' | 'window';
  /** A data URL. */
  readonly thumbnail: string;
  /** A data URL of the icon of the window's program, where the system gives one. */
  readonly appIcon: string | null;
  /** Which display a screen is, where the system tells. */
  readonly displayId: string | null;
}

export type ScreenList =
  | { readonly kind: 'listed'; readonly screens: readonly ScreenListing[] }
  /** The system does not let this app see the screen. */
  | { readonly kind: 'denied' };

/** What exactly one following request of the page to capture is answered with. */
export type CaptureChoice =
  | { readonly kind: 'screen'; readonly id: string }
  /** The system asks with a dialog of its own. */
  | { readonly kind: 'system-picker' }
  | { readonly kind: 'system-sound' }
  /** Takes back what was allowed and not used. */
  | { readonly kind: 'nothing' };

/** Who shows what can be shared: this app, the system's own dialog (Wayland), or the browser's. */
export type ScreenPicker = 'app' | 'system' | 'browser';

/** Whether what the computer plays can go out. */
export type SystemSound =
  /** At any time, with a screen or without. */
  | { readonly kind: 'available' }
  /** A browser gives it only together with a screen, a window or a tab. */
  | { readonly kind: 'with-screen' }
  | { readonly kind: 'unavailable'; readonly why: string };

/** The parts of the system's settings that decide what this app may see and hear. */
export type PrivacySubject = 'screen' | 'camera' | 'microphone' | 'system-sound';
