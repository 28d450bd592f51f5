/** The choices that a watcher has, in words: the layers that the presenter really makes, and sound only. */
import type { OfferedLayer, QualityLevel } from '@lectern/protocol';
import type { QualityWish } from '../session/quality-wish.ts';

export interface QualityChoice {
  readonly wish: QualityWish;
  readonly name: string;
  /** What tells it from the others, where its name does not. */
  readonly detail?: string;
}

const BEST_FIRST: readonly QualityLevel[] = [2, 1, 0];

/** Empty where the presenter offers no choice. `shownHeight` is that of the picture on the page, or 0. */
export function qualityChoices(layers: readonly OfferedLayer[], shownHeight: number): readonly QualityChoice[] {
  if (layers.length === 0) return [];
  const auto = shownHeight > 0 ? { detail: `${shownHeight}p just now` } : {};
  // The best first; a shorter ladder ends with the highest level as well.
  const named = BEST_FIRST.flatMap((level) => {
    const layer = layers[level - (BEST_FIRST.length - layers.length)];
    return layer ? [{ wish: level, ...nameOf(layer, layers) }] : [];
  });
  return [
    { wish: 'auto', name: 'Auto', ...auto },
    ...named,
    { wish: 'sound', name: 'Sound only', detail: 'uses the least data' },
  ];
}

/** Screens keep their size in every layer and get slower instead: then the pace tells them apart. */
function nameOf(layer: OfferedLayer, layers: readonly OfferedLayer[]): Pick<QualityChoice, 'name' | 'detail'> {
  const name = `${layer.height}p`;
  const isAlone = layers.filter(({ height }) => height === layer.height).length === 1;
  return isAlone ? { name } : { name, detail: `up to ${Math.round(layer.fps)} pictures a second` };
}
