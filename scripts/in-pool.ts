/** Does one thing with each item, at most `width` of them at a time; the results keep the order of the items. */
export async function inPool<Item, Result>(
  items: readonly Item[],
  width: number,
  work: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results = new Map<number, Result>();
  const queue = items.entries();
  const drain = async (): Promise<void> => {
    // One iterator for all: each takes the next item that nobody has.
    for (const [index, item] of queue) results.set(index, await work(item));
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, drain));
  return [...results].toSorted(([left], [right]) => left - right).map(([, result]) => result);
}
