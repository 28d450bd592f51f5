/**
 * Leaves this app's own windows out of the choice: a shared one would show the picture inside the
 * picture.
 */

/**
 * The first two parts of an id name the window. The third names its program, and some systems leave
 * it out.
 */
const windowOf = (id: string): string => id.split(':').slice(0, 2).join(':');

export function withoutOwn<T extends { readonly id: string }>(sources: readonly T[], ownIds: readonly string[]): T[] {
  const own = new Set(ownIds.map(windowOf));
  return sources.filter(({ id }) => !own.has(windowOf(id)));
}
