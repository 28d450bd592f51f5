/** `/healthz` goes through the same event loop as everything else: a service that is stuck does not answer. */
import type { RequestHandler } from 'express';
import packageJson from '../../package.json' with { type: 'json' };
import type { Parts } from './parts.ts';

export const answerHealth =
  ({ rooms, protocol }: Pick<Parts, 'rooms' | 'protocol'>): RequestHandler =>
  (_request, response) => {
    response.set('Cache-Control', 'no-store').json({
      status: 'ok',
      rooms: rooms.size,
      watchers: rooms.watchers,
      version: packageJson.version,
      protocol,
    });
  };
