/**
 * Faults in how the service is set up that only show while it runs, such as a proxy that rewrites a
 * header. Each is logged once, with the setting that mends it: every request would repeat it.
 */
import type { Logger } from 'pino';

export type SetupFault = 'forwarded-address' | 'untrusted-proxy';

export class SetupFaults {
  readonly #log: Pick<Logger, 'warn'>;
  readonly #logged = new Set<SetupFault>();

  constructor(log: Pick<Logger, 'warn'>) {
    this.#log = log;
  }

  report(fault: SetupFault, facts: Readonly<Record<string, unknown>>, advice: string): void {
    if (this.#logged.has(fault)) return;
    this.#logged.add(fault);
    this.#log.warn({ fault, ...facts }, advice);
  }
}
