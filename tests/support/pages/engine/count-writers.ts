/**
 * Counts the writers of streams in this worker that are open, and the writes that they have not
 * finished. Imported before the worker's own code, which knows nothing of it.
 */
export interface WriterCount {
  readonly open: number;
  readonly pendingWrites: number;
}

const writers = new Set<WritableStreamDefaultWriter>();
const { prototype } = WritableStream;
const getWriter: unknown = Reflect.get(prototype, 'getWriter');
if (typeof getWriter !== 'function') throw new Error('no streams here');

Reflect.set(prototype, 'getWriter', function getCountedWriter(this: WritableStream): WritableStreamDefaultWriter {
  const writer = Reflect.apply(getWriter, this, []) as WritableStreamDefaultWriter;
  writers.add(writer);
  const forget = (): void => void writers.delete(writer);
  void writer.closed.then(forget, forget);
  return writer;
});

/** What the writers do not finish at once is beyond their desired size of one. */
const pendingOf = ({ desiredSize }: WritableStreamDefaultWriter): number => Math.max(0, 1 - (desiredSize ?? 1));

addEventListener('message', ({ data, ports: [port] }: MessageEvent<{ readonly type: string }>) => {
  if (data.type !== 'count-writers') return;
  const pendingWrites = [...writers].reduce((sum, writer) => sum + pendingOf(writer), 0);
  port?.postMessage({ open: writers.size, pendingWrites } satisfies WriterCount);
});
