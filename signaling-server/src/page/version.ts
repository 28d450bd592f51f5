/**
 * `GET /version`: what this service is, and whether the caller may present here. For the app's
 * settings.
 */
import {
  ADMISSION_HEADER,
  PRESENTER_KEY_HEADER,
  SERVICE_VERSION_PATH,
  type Presenting,
  type ServiceVersion,
  type VersionRange,
} from '@lectern/protocol';
import { Router, type Request } from 'express';
import packageJson from '../../../package.json' with { type: 'json' };
import { readDialed } from '../door/addresses.ts';
import type { MayPresent } from '../door/may-present.ts';
import type { SignIns } from '../door/sign-ins.ts';

interface VersionDeps {
  readonly config: { readonly trustedProxies: number };
  readonly mayPresent: MayPresent;
  /** Null where presenters do not sign in. */
  readonly signIns: Pick<SignIns, 'offer'> | null;
  readonly protocol: VersionRange;
}

/** Pages may ask too, with a presenter's key: the answer has no secret and depends on no cookie. */
const forPages = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Headers': PRESENTER_KEY_HEADER,
  'Access-Control-Allow-Methods': 'GET',
  'Cross-Origin-Resource-Policy': 'cross-origin',
};

export function answerVersion({ config, mayPresent, signIns, protocol }: VersionDeps): Router {
  const judge = async (request: Request): Promise<Presenting> => {
    const { addressKey } = readDialed(request, config.trustedProxies);
    const credentials = { key: request.get(PRESENTER_KEY_HEADER), admission: request.get(ADMISSION_HEADER) };
    const { presenting } = await mayPresent.judge(credentials, addressKey);
    // An address that guesses keys learns no more here than at the handshake.
    return presenting === 'too-many' ? 'key-required' : presenting;
  };
  const router = Router({ strict: true });
  router.options(SERVICE_VERSION_PATH, (_request, response) => void response.set(forPages).status(204).end());
  router.get(SERVICE_VERSION_PATH, (request, response, next) => {
    const reply = (presenting: Presenting): void => {
      const answer: ServiceVersion = {
        service: 'lectern',
        version: packageJson.version,
        protocol,
        presenting,
        ...(signIns === null ? {} : { signIn: signIns.offer }),
      };
      response.set({ ...forPages, 'Cache-Control': 'no-store' }).json(answer);
    };
    judge(request).then(reply, next);
  });
  return router;
}
