/**
 * Settles when this process should end: Ctrl-C, a signal, or the end of the process that started
 * it. Listens to every signal, not only the first: Ctrl-C comes once from the terminal and once
 * from run.mjs, and without a listener the second one would kill this process before it has cleaned
 * up.
 */
export async function stopRequested(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve());
  process.on('disconnect', () => resolve());
  return promise;
}
