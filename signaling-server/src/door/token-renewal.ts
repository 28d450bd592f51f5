/** Keeps a connected client's token valid: it gets the next one at half of its lifetime. */
import type { Logger } from 'pino';
import type { Cancel } from '../room/clock.ts';
import type { Outlet } from '../room/outlet.ts';
import type { Tokens } from './tokens.ts';

export interface RenewalDeps {
  readonly log: Logger;
  readonly tokens: Pick<Tokens, 'renewals'>;
}

/** `issue` returns null while there is nothing to renew. Returns the function that stops it. */
export function renewTokens({ tokens, log }: RenewalDeps, outlet: Outlet, issue: () => Promise<string | null>): Cancel {
  const renew = async (): Promise<void> => {
    try {
      const token = await issue();
      if (token !== null) outlet.notify('token:renewed', { token });
    } catch (error) {
      log.error({ err: error }, 'token not renewed');
    }
  };
  return tokens.renewals.every(() => void renew());
}
