/** Keeps a connected client's token valid: it gets the next one at half of its lifetime. */
import type { Logger } from 'pino';
import type { Cancel, Clock } from '../room/clock.ts';
import type { Outlet } from '../room/outlet.ts';
import type { Tokens } from './tokens.ts';

export interface RenewalDeps {
  readonly clock: Clock;
  readonly log: Logger;
  readonly tokens: Pick<Tokens, 'ttlMs'>;
}

/** `issue` returns null while there is nothing to renew. Returns the function that stops it. */
export function renewTokens(deps: RenewalDeps, outlet: Outlet, issue: () => Promise<string | null>): Cancel {
  const { clock, tokens, log } = deps;
  let cancel: Cancel | undefined;
  const renew = async (): Promise<void> => {
    schedule();
    try {
      const token = await issue();
      if (token !== null) outlet.notify('token:renewed', { token });
    } catch (error) {
      log.error({ err: error }, 'token not renewed');
    }
  };
  const schedule = (): void => {
    cancel = clock.after(tokens.ttlMs / 2, () => void renew());
  };
  schedule();
  return () => cancel?.();
}
