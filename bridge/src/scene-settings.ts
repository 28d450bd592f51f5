/** What is kept of the scene between starts. */

export const layoutKinds = ['camera', 'screen', 'both', 'slate'] as const;
export type LayoutKind = (typeof layoutKinds)[number];

/** Where the camera lies over the screen: its top left corner in fractions of the picture, its side in fractions of the height. */
export interface CameraInset {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly shape: 'round' | 'square';
}

export interface SlateSettings {
  /** Empty is the app's own words. */
  readonly text: string;
  /** A picture as a data URL, ready for the slate. */
  readonly picture: string | null;
}

/** Longest slate text. */
export const SLATE_TEXT_LENGTH = 120;
/** Most bytes of a slate's picture. */
export const SLATE_PICTURE_BYTES = 512 * 1024;

/** At the lower right, where slides seldom have words. */
export const defaultInset: CameraInset = { x: 0.81, y: 0.67, size: 0.3, shape: 'round' };
export const defaultSlate: SlateSettings = { text: '', picture: null };
