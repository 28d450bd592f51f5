/** The part of the scene that is saved between starts. */

export const layoutKinds = ['camera', 'screen', 'both', 'slate'] as const;
export type LayoutKind = (typeof layoutKinds)[number];

/**
 * Where the camera is over the screen: top left corner in fractions of the picture, side in
 * fractions of the picture's shorter side.
 */
export interface CameraInset {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly shape: 'round' | 'square';
}

export interface SlateSettings {
  /** Empty: the app's own text. */
  readonly text: string;
  /** A picture as a data URL, in the slate's size. */
  readonly picture: string | null;
}

/** Maximum length of the slate's text. */
export const SLATE_TEXT_LENGTH = 120;
/** Maximum size of the slate's picture. */
export const SLATE_PICTURE_BYTES = 512 * 1024;

/** At the lower right, where slides seldom have text. */
export const defaultInset: CameraInset = { x: 0.81, y: 0.67, size: 0.3, shape: 'round' };
export const defaultSlate: SlateSettings = { text: '', picture: null };
