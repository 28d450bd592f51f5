/** Settles when this process should end: Ctrl-C, a signal, or the end of the process that started it. */
export async function untilAskedToStop(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  process.once('SIGINT', () => resolve());
  process.once('SIGTERM', () => resolve());
  process.once('SIGHUP', () => resolve());
  process.once('disconnect', () => resolve());
  return promise;
}
