/** Which quality the watcher wants, and the message that tells the presenter. */
import type { LinkMessage, QualityCap } from '@lectern/protocol';

/** `auto`: the best that the line carries · 0 to 2: this layer at most · `sound`: no video. */
export type QualityWish = 'auto' | QualityCap;

const HIGHEST_LAYER = 2;

export const wishMessage = (wish: QualityWish): LinkMessage => ({
  kind: 'quality-capped',
  highest: wish === 'auto' ? HIGHEST_LAYER : wish,
});
