/** `/version`: what this service is, and whether the one who asks may present here. For the app's settings, from anywhere. */
import { PRESENTER_KEY_HEADER, SERVICE_VERSION_PATH, type Presenting, type ServiceVersion } from '@lectern/protocol';
import { Router, type Request } from 'express';
import packageJson from '../../package.json' with { type: 'json' };
import { readDialed } from './addresses.ts';
import type { Parts } from './parts.ts';

/** A page may ask too, its presenter's key with it: the answer holds no secret and depends on no cookie. */
const forPages = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Headers': PRESENTER_KEY_HEADER,
  'Access-Control-Allow-Methods': 'GET',
  'Cross-Origin-Resource-Policy': 'cross-origin',
};

export function answerVersion(parts: Parts): Router {
  const judge = (request: Request): Presenting => {
    const presenting = parts.presenterKeys.judge(request.get(PRESENTER_KEY_HEADER));
    const { addressKey } = readDialed(request, parts.config.trustedProxies);
    // Whoever tries keys out learns no more here than at the handshake.
    return presenting === 'key-refused' && !parts.failures.take(addressKey) ? 'key-required' : presenting;
  };
  const router = Router({ strict: true });
  router.options(SERVICE_VERSION_PATH, (_request, response) => void response.set(forPages).status(204).end());
  router.get(SERVICE_VERSION_PATH, (request, response) => {
    const answer: ServiceVersion = {
      service: 'lectern',
      version: packageJson.version,
      protocol: parts.protocol,
      presenting: judge(request),
    };
    response.set({ ...forPages, 'Cache-Control': 'no-store' }).json(answer);
  });
  return router;
}
