/** The quality choices in words: the layers that the presenter sends, and sound only. Pure. */
import type { OfferedLayer, QualityLevel } from '@lectern/protocol';
import type { QualityWish } from '../../session/quality-wish.ts';
import { words } from '../words.ts';

const { settings: labels } = words;

export interface QualityChoice {
  readonly wish: QualityWish;
  readonly name: string;
  readonly detail?: string;
}

const BEST_FIRST: readonly QualityLevel[] = [2, 1, 0];

/**
 * Empty if the presenter offers no choice. `shownLines`: the shorter side of the decoded picture,
 * or 0.
 */
export function qualityChoices(layers: readonly OfferedLayer[], shownLines: number): readonly QualityChoice[] {
  if (layers.length === 0) return [];
  const auto = shownLines > 0 ? { detail: labels.shownNow(shownLines) } : {};
  // A ladder of fewer layers ends at the highest level as well.
  const named = BEST_FIRST.flatMap((level) => {
    const layer = layers[level - (BEST_FIRST.length - layers.length)];
    return layer ? [{ wish: level, ...nameOf(layer, layers) }] : [];
  });
  return [
    { wish: 'auto', name: labels.auto, ...auto },
    ...named,
    { wish: 'sound', name: labels.soundOnly, detail: labels.leastData },
  ];
}

/** The layers of a screen may have the same height: then the frame rate tells them apart. */
function nameOf(layer: OfferedLayer, layers: readonly OfferedLayer[]): Pick<QualityChoice, 'name' | 'detail'> {
  const name = labels.layer(layer.height);
  const isUnique = layers.filter(({ height }) => height === layer.height).length === 1;
  return isUnique ? { name } : { name, detail: labels.frameRate(Math.round(layer.fps)) };
}
