/**
 * Preloaded into a server under measurement (`--import`, with `--expose-gc`): reports what the
 * process has used, whenever its parent asks over IPC.
 */

/** `settled`: unused memory is given back first. */
export type UsageQuestion = 'usage' | 'settled-usage';

export interface UsageReport {
  readonly usage: { readonly cpuMs: number; readonly rssKb: number; readonly heapKb: number };
}

/** One collection leaves what finalizers hold on to. */
const COLLECTIONS = 3;

process.on('message', (question: UsageQuestion) => {
  const { user, system } = process.cpuUsage();
  if (question === 'settled-usage') {
    for (let count = 0; count < COLLECTIONS; count += 1) globalThis.gc?.({ type: 'major', flavor: 'last-resort' });
  }
  const { rss, heapUsed } = process.memoryUsage();
  const report: UsageReport = {
    usage: { cpuMs: (user + system) / 1_000, rssKb: rss / 1_024, heapKb: heapUsed / 1_024 },
  };
  process.send?.(report);
});
// The channel alone must not keep the process alive.
process.channel?.unref();
