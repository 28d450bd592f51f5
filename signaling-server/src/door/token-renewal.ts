/** Keeps a connected client's token valid: it gets the next one at half of its lifetime. */
import type { Role } from '@lectern/protocol';
import type { Logger } from 'pino';
import type { Cancel } from '../room/clock.ts';
import type { Outlet } from '../room/outlet.ts';
import type { Returns } from './returns.ts';
import type { Tokens } from './tokens.ts';

export interface RenewalDeps {
  readonly log: Logger;
  readonly tokens: Pick<Tokens, 'renewals'>;
  readonly returns: Pick<Returns, 'withinMs'>;
}

/** The client that gets the token. */
interface Renewed {
  readonly role: Role;
  readonly outlet: Outlet;
}

/** Null while there is nothing to renew. */
type IssueToken = () => Promise<string | null>;

/** Returns the function that stops it. */
export function renewTokens(deps: RenewalDeps, to: Renewed, issue: IssueToken): Cancel {
  const { tokens } = deps;
  const renewal = { run: () => void sendNextToken(deps, to, issue) };
  tokens.renewals.add(renewal);
  return () => tokens.renewals.remove(renewal);
}

/** Never rejects. */
export async function sendNextToken(
  { log, returns }: Omit<RenewalDeps, 'tokens'>,
  { role, outlet }: Renewed,
  issue: IssueToken,
): Promise<void> {
  try {
    const token = await issue();
    if (token !== null) outlet.notify('token:renewed', { token, returnWithinMs: returns.withinMs(role) });
  } catch (error) {
    log.error({ err: error }, 'token not renewed');
  }
}
