/** Keeps a connected client's token valid: it gets the next one at half of its lifetime. */
import type { Logger } from 'pino';
import type { Cancel } from '../room/clock.ts';
import type { Outlet } from '../room/outlet.ts';
import type { Tokens } from './tokens.ts';

export interface RenewalDeps {
  readonly log: Logger;
  readonly tokens: Pick<Tokens, 'renewals'>;
}

/** Null while there is nothing to renew. */
type IssueToken = () => Promise<string | null>;

/** Returns the function that stops it. */
export function renewTokens({ tokens, log }: RenewalDeps, outlet: Outlet, issue: IssueToken): Cancel {
  const renewal = { run: () => void sendNextToken(log, outlet, issue) };
  tokens.renewals.add(renewal);
  return () => tokens.renewals.remove(renewal);
}

/** Never rejects. */
export async function sendNextToken(log: Logger, outlet: Outlet, issue: IssueToken): Promise<void> {
  try {
    const token = await issue();
    if (token !== null) outlet.notify('token:renewed', { token });
  } catch (error) {
    log.error({ err: error }, 'token not renewed');
  }
}
