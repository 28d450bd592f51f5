/** What the watcher wants of the picture, and how the presenter is told. */
import type { LinkMessage, QualityCap } from '@lectern/protocol';

/** `auto`: the best that the line carries. */
export type QualityWish = 'auto' | QualityCap;

const BEST = 2;

export const wishMessage = (wish: QualityWish): LinkMessage => ({
  kind: 'quality-capped',
  highest: wish === 'auto' ? BEST : wish,
});
