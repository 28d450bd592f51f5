/**
 * Services for a presenter in a browser: the page's content policy allows one, the service it came
 * from. Its key can be saved and it can be checked. A browser does not say why one is unreachable.
 */
import { queryService, PresenterKey, type DesktopCalls, type Unreachable } from '@lectern/bridge';
import { onlyInApp } from './only-in-app.ts';
import { storePresenterKey, readPresenterKey } from './key-database.ts';

type ServiceCalls = Pick<
  DesktopCalls,
  | 'checkService'
  | 'addService'
  | 'removeService'
  | 'storePresenterKey'
  | 'handshakeKey'
  | 'signIn'
  | 'cancelSignIn'
  | 'signOut'
  | 'readProposal'
  | 'answerProposal'
>;

/** All that a browser says. */
function whyUnreachable(error: unknown): Unreachable {
  if (error instanceof DOMException && error.name === 'TimeoutError') return 'timed-out';
  return navigator.onLine ? 'no-answer' : 'offline';
}

export const browserServices = (defaultOrigin: () => string): ServiceCalls => ({
  checkService: async (origin) => {
    const key = await readPresenterKey(origin);
    return {
      reach: await queryService(origin, { fetch: (url, init) => fetch(url, init), key, whyUnreachable }),
      hasKey: key !== null,
      signedIn: null,
    };
  },
  addService: onlyInApp,
  removeService: onlyInApp,
  storePresenterKey: (origin, key) => storePresenterKey(origin, key === null ? null : PresenterKey.parse(key)),
  handshakeKey: () => readPresenterKey(defaultOrigin()),
  // A page cannot listen for the browser that comes back from the identity provider.
  signIn: onlyInApp,
  cancelSignIn: async () => {},
  signOut: onlyInApp,
  readProposal: async () => null,
  answerProposal: onlyInApp,
});
