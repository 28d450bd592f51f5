/** This app's own windows are no choice: a presenter who shared one would show the picture of a picture. */

/** Windows go by the first two parts of their id: the third says whose they are, and not every system says it. */
const windowOf = (id: string): string => id.split(':').slice(0, 2).join(':');

export function withoutOwn<T extends { readonly id: string }>(sources: readonly T[], ownIds: readonly string[]): T[] {
  const own = new Set(ownIds.map(windowOf));
  return sources.filter(({ id }) => !own.has(windowOf(id)));
}
