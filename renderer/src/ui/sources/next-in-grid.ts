/** Where an arrow key leads among options laid out in rows. Pure. */

export interface Place {
  readonly left: number;
  readonly top: number;
}

/** The index of the option that `key` leads to from `from`; undefined where it leads nowhere. */
export function nextInGrid(places: readonly Place[], from: number, key: string): number | undefined {
  const last = places.length - 1;
  switch (key) {
    case 'ArrowRight':
      return from < last ? from + 1 : undefined;
    case 'ArrowLeft':
      return from > 0 ? from - 1 : undefined;
    case 'Home':
      return last >= 0 ? 0 : undefined;
    case 'End':
      return last >= 0 ? last : undefined;
    case 'ArrowDown':
    case 'ArrowUp':
      return inNextRow(places, from, key === 'ArrowDown' ? 1 : -1);
    default:
      return undefined;
  }
}

/** The option in the nearest row of that direction that is closest to the same column. */
function inNextRow(places: readonly Place[], from: number, direction: 1 | -1): number | undefined {
  const here = places[from];
  if (here === undefined) return undefined;
  let best: { readonly index: number; readonly rows: number; readonly columns: number } | undefined;
  for (const [index, { left, top }] of places.entries()) {
    const rows = (top - here.top) * direction;
    const columns = Math.abs(left - here.left);
    if (rows <= 0) continue;
    if (best === undefined || rows < best.rows || (rows === best.rows && columns < best.columns)) {
      best = { index, rows, columns };
    }
  }
  return best?.index;
}
