/** Counts the TURN credentials that are issued. */
import type { IceServer } from '@lectern/protocol';
import type { IceSource, LinkSide } from '../../room/ice-source.ts';
import type { Figures } from './figures.ts';

export function countCredentials(source: IceSource, figures: Pick<Figures, 'turnCredentialIssued'>): IceSource {
  const count = ({ side }: LinkSide, servers: IceServer[]): IceServer[] => {
    if (servers.some(({ credential }) => credential !== undefined)) figures.turnCredentialIssued(side);
    return servers;
  };
  return {
    grant: (end) => count(end, source.grant(end)),
    renew: (end) => count(end, source.renew(end)),
    renewAfterMs: () => source.renewAfterMs(),
  };
}
