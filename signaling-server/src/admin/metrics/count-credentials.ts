/** Counts the TURN credentials that are issued. */
import type { IceServersFor } from '../../room/ice-servers.ts';
import type { Figures } from './figures.ts';

export const countCredentials =
  (iceServersFor: IceServersFor, figures: Pick<Figures, 'turnCredentialIssued'>): IceServersFor =>
  (linkId, side) => {
    const servers = iceServersFor(linkId, side);
    if (servers.some(({ credential }) => credential !== undefined)) figures.turnCredentialIssued(side);
    return servers;
  };
