/** What a scene is told to show, and what it says that it shows. */
import type { CameraInset, LayoutKind } from '@lectern/bridge';

/** `camera`: where the camera lies over the screen, in fractions of the picture. */
export type SceneLayout =
  { readonly kind: Exclude<LayoutKind, 'both'> } | { readonly kind: 'both'; readonly camera: CameraInset };

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** `card`: the layout's sources are not there, and a calm card says so. */
export type Shown = 'camera' | 'screen' | 'both' | 'slate' | 'card';

export const sourceNames = ['camera', 'screen'] as const;
/** What can be seen of the sources; sound has its own way. */
export type SourceName = (typeof sourceNames)[number];

/** How a source came to be gone: taken away by the presenter, at once, or lost, where its last picture stays for a moment. */
export type Going = 'taken' | 'lost';

export interface SlateContent {
  readonly text: string;
  readonly picture: ImageBitmap | null;
}

export const DEFAULT_SLATE_TEXT = 'Back soon';

export interface SourceReport {
  readonly size: Size;
  readonly framesPerSecond: number;
  /** Every picture of the last seconds was black: a covered lens, or a screen that the system doesn't let us see. */
  readonly isBlack: boolean;
  /** No new picture for some seconds. Ordinary for a screen, not for a camera. */
  readonly isStill: boolean;
}

export interface SceneReport {
  readonly size: Size;
  readonly framesPerSecond: number;
  readonly shown: Shown;
  readonly isPaused: boolean;
  /** Null while there is no picture of it. */
  readonly sources: Readonly<Record<SourceName, SourceReport | null>>;
}

export const nothingShown: SceneReport = {
  size: { width: 1280, height: 720 },
  framesPerSecond: 0,
  shown: 'card',
  isPaused: false,
  sources: { camera: null, screen: null },
};

export const showsScreen = ({ kind }: SceneLayout): boolean => kind === 'screen' || kind === 'both';
