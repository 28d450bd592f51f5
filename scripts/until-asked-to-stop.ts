/** Heard any number of times: a terminal's Ctrl-C comes once from the terminal and once from the parent. Settles when this process should end: Ctrl-C, a signal, or the end of the process that started it. */
export async function untilAskedToStop(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  process.on('SIGINT', () => resolve());
  process.on('SIGTERM', () => resolve());
  process.on('SIGHUP', () => resolve());
  process.on('disconnect', () => resolve());
  return promise;
}
