/** The scene's input (layout, slate) and its report. */
import type { CameraInset, LayoutKind } from '@lectern/bridge';

/** `camera`: the position of the camera over the screen. */
export type SceneLayout =
  { readonly kind: Exclude<LayoutKind, 'both'> } | { readonly kind: 'both'; readonly camera: CameraInset };

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** `card`: the layout's sources are missing, and a card says so. */
export type Shown = 'camera' | 'screen' | 'both' | 'slate' | 'card';

export const sourceNames = ['camera', 'screen'] as const;
/** The sources with a picture. Sound is mixed apart. */
export type SourceName = (typeof sourceNames)[number];

/**
 * `switched-off`: by the presenter; its picture disappears at once · `lost`: its last picture stays
 * for a moment.
 */
export type RemovalReason = 'switched-off' | 'lost';

export interface SlateContent {
  /** Empty for the default text. */
  readonly text: string;
  readonly picture: ImageBitmap | null;
}

/** The texts that are drawn into the picture, which watchers read. */
export interface SceneTexts {
  /** On a slate with neither text nor picture. */
  readonly slate: string;
  /** On the card, for each layout that lacks its sources. */
  readonly card: Readonly<Record<Exclude<LayoutKind, 'slate'>, string>>;
}

export interface SourceReport {
  readonly size: Size;
  readonly framesPerSecond: number;
  /**
   * All samples of the last seconds were black: a covered lens, or a screen that the system does
   * not let us capture.
   */
  readonly isBlack: boolean;
  /** No new picture for some seconds. Normal for a screen, not for a camera. */
  readonly isStill: boolean;
}

export interface SceneReport {
  readonly size: Size;
  readonly framesPerSecond: number;
  readonly shown: Shown;
  readonly isPaused: boolean;
  /** Null without a picture. */
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
