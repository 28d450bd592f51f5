/**
 * ICE servers for one end of one link. TURN credentials follow coturn's REST scheme
 * (`use-auth-secret`) and live minutes.
 */
import { createHmac } from 'node:crypto';
import type { IceServer, LinkId, Role } from '@lectern/protocol';
import type { Clock } from './clock.ts';

export type IceServersFor = (linkId: LinkId, side: Role) => IceServer[];

interface IceOptions {
  readonly stunUrls: readonly string[];
  readonly turn: { readonly urls: readonly string[]; readonly secret: string; readonly ttlS: number } | null;
}

export function iceServersFrom({ stunUrls, turn }: IceOptions, clock: Pick<Clock, 'now'>): IceServersFor {
  return (linkId, side) => {
    const servers: IceServer[] = stunUrls.length > 0 ? [{ urls: [...stunUrls] }] : [];
    if (turn !== null) {
      const username = `${String(Math.floor(clock.now() / 1000) + turn.ttlS)}:${linkId}-${side}`;
      const credential = createHmac('sha1', turn.secret).update(username).digest('base64');
      servers.push({ urls: [...turn.urls], username, credential });
    }
    return servers;
  };
}
