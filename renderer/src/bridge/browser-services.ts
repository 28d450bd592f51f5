/**
 * Services for a presenter in a browser: the page's policy lets it call one service, the one that it came with. That one's key can be
 * kept, and what it says of itself be asked; why it does not answer, a browser does not tell a page.
 */
import { PresenterKey, type DesktopCalls, type ServiceReach } from '@lectern/electron/bridge';
import { agreeOnVersion, PRESENTER_KEY_HEADER, SERVICE_VERSION_PATH, ServiceVersion, spoken } from '@lectern/protocol';
import { keepPresenterKey, readPresenterKey } from './key-database.ts';

const TIMEOUT_MS = 6_000;

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

async function look(origin: string, key: string | null): Promise<ServiceReach> {
  const startedAtMs = performance.now();
  try {
    const response = await fetch(`${origin}${SERVICE_VERSION_PATH}`, {
      headers: key === null ? {} : { [PRESENTER_KEY_HEADER]: key },
      redirect: 'error',
      credentials: 'omit',
      cache: 'no-store',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const latencyMs = Math.round(performance.now() - startedAtMs);
    const said = ServiceVersion.safeParse(await response.json());
    if (!response.ok || !said.success) return { kind: 'unreachable', why: 'not-lectern' };
    const { version, protocol, presenting } = said.data;
    const agreed = agreeOnVersion(spoken, protocol);
    if (!('refused' in agreed)) return { kind: 'reachable', version, latencyMs, presenting };
    return { kind: agreed.refused === 'client-too-old' ? 'app-too-old' : 'service-too-old', version };
  } catch (error) {
    const isLate = error instanceof DOMException && error.name === 'TimeoutError';
    return { kind: 'unreachable', why: isLate ? 'timed-out' : navigator.onLine ? 'no-answer' : 'offline' };
  }
}

export const browserServices = (defaultOrigin: () => string): ServiceCalls => ({
  checkService: async (origin) => {
    const key = await readPresenterKey(origin);
    return { reach: await look(origin, key), hasKey: key !== null };
  },
  addService: async () => onlyInTheApp(),
  removeService: async () => onlyInTheApp(),
  keepPresenterKey: (origin, key) => keepPresenterKey(origin, key === null ? null : PresenterKey.parse(key)),
  handshakeKey: () => readPresenterKey(defaultOrigin()),
  readProposal: async () => null,
  answerProposal: async () => onlyInTheApp(),
});
