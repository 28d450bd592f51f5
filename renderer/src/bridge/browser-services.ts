/**
 * Services for a presenter in a browser: the page's policy lets it call one service, the one that it came with. That one's key can be
 * kept, and what it says of itself be asked; why it does not answer, a browser does not tell a page.
 */
import { askService, PresenterKey, type DesktopCalls, type Unreachable } from '@lectern/bridge';
import { keepPresenterKey, readPresenterKey } from './key-database.ts';

type ServiceCalls = Pick<
  DesktopCalls,
  | 'checkService'
  | 'addService'
  | 'removeService'
  | 'keepPresenterKey'
  | 'handshakeKey'
  | 'readProposal'
  | 'answerProposal'
>;

const onlyInTheApp = (): never => {
  throw new Error('In a browser Lectern presents to the service that its page came with. The app knows several.');
};

/** All that a browser tells. */
function whyUnreachable(error: unknown): Unreachable {
  if (error instanceof DOMException && error.name === 'TimeoutError') return 'timed-out';
  return navigator.onLine ? 'no-answer' : 'offline';
}

export const browserServices = (defaultOrigin: () => string): ServiceCalls => ({
  checkService: async (origin) => {
    const key = await readPresenterKey(origin);
    return {
      reach: await askService(origin, { fetch: (url, init) => fetch(url, init), key, whyUnreachable }),
      hasKey: key !== null,
    };
  },
  addService: async () => onlyInTheApp(),
  removeService: async () => onlyInTheApp(),
  keepPresenterKey: (origin, key) => keepPresenterKey(origin, key === null ? null : PresenterKey.parse(key)),
  handshakeKey: () => readPresenterKey(defaultOrigin()),
  readProposal: async () => null,
  answerProposal: async () => onlyInTheApp(),
});
