/**
 * `GET /healthz`: answered by the same event loop as everything else, so a service that is stuck
 * does not answer. Names the instance, which tells several behind a balancer apart. The numbers of
 * rooms and watchers go only to this machine.
 */
import type { IncomingMessage } from 'node:http';
import type { RequestHandler } from 'express';
import type { VersionRange } from '@lectern/protocol';
import packageJson from '../../../package.json' with { type: 'json' };
import type { InstanceId } from '../cluster/instance.ts';
import type { Rooms } from '../cluster/rooms.ts';

interface HealthDeps {
  readonly rooms: Pick<Rooms, 'size' | 'watchers'>;
  readonly protocol: VersionRange;
  readonly self: InstanceId;
}

/** A proxy on this machine adds one of these. */
const FORWARDING = ['x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip', 'forwarded', 'via'];

function isFromThisMachine({ socket, headers }: IncomingMessage): boolean {
  const isLoopback = /^(::ffff:)?127\.|^::1$/.test(socket.remoteAddress ?? '');
  return isLoopback && FORWARDING.every((name) => headers[name] === undefined);
}

export const answerHealth =
  ({ rooms, protocol, self }: HealthDeps): RequestHandler =>
  (request, response) => {
    response.set('Cache-Control', 'no-store').json({
      status: 'ok',
      instance: self,
      ...(isFromThisMachine(request) ? { rooms: rooms.size, watchers: rooms.watchers } : {}),
      version: packageJson.version,
      protocol,
    });
  };
