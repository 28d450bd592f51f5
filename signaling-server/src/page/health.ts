/**
 * `GET /healthz`: answered by the same event loop as everything else, so a service that is stuck
 * does not answer.
 */
import type { RequestHandler } from 'express';
import type { VersionRange } from '@lectern/protocol';
import packageJson from '../../../package.json' with { type: 'json' };
import type { Rooms } from '../cluster/rooms.ts';

interface HealthDeps {
  readonly rooms: Pick<Rooms, 'size' | 'watchers'>;
  readonly protocol: VersionRange;
}

export const answerHealth =
  ({ rooms, protocol }: HealthDeps): RequestHandler =>
  (_request, response) => {
    response.set('Cache-Control', 'no-store').json({
      status: 'ok',
      rooms: rooms.size,
      watchers: rooms.watchers,
      version: packageJson.version,
      protocol,
    });
  };
