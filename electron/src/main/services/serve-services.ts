/** The main process' side of services: which are known, what answers there, the keys, and what links from outside propose. */
import {
  askService,
  isEnrolmentLink,
  readEnrolmentLink,
  readServiceAddress,
  type Enrolment,
  type ServiceProposal,
} from '@lectern/bridge';
import type { DesktopHandlers } from '../serve-desktop.ts';
import type { SettingsFile } from '../settings.ts';
import { ShowableError } from '../showable-error.ts';
import { refuseMoveWhileLive } from '../while-live.ts';
import { withoutService, withService } from './known-services.ts';
import type { PresenterKeyFile } from './presenter-key-file.ts';
import { whyUnreachable } from './why-unreachable.ts';

interface Surroundings {
  readonly settings: SettingsFile;
  readonly keys: PresenterKeyFile;
  readonly defaultOrigin: string;
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  readonly isOnAir: () => boolean;
  readonly onProposal: (proposal: ServiceProposal | null) => void;
  readonly log: (message: string) => void;
}

type ServiceHandlers = Pick<
  DesktopHandlers,
  | 'checkService'
  | 'addService'
  | 'removeService'
  | 'keepPresenterKey'
  | 'handshakeKey'
  | 'readProposal'
  | 'answerProposal'
>;

const addressProblems = {
  'not-an-address': 'That is no address of a service. It should read like https://lectern.example.',
  'needs-https': 'Outside of your own network a service needs an address with https.',
} as const;

/** What a person has typed or pasted. */
function readTyped(text: string): Enrolment {
  if (isEnrolmentLink(text)) {
    const enrolment = readEnrolmentLink(text);
    if (enrolment === undefined)
      throw new ShowableError('This enrolment link is not whole. Ask the admin to send it again.');
    return enrolment;
  }
  const address = readServiceAddress(text);
  if ('problem' in address) throw new ShowableError(addressProblems[address.problem]);
  return { origin: address.origin, key: null, name: '' };
}

export class ServiceDesk {
  readonly #around: Surroundings;
  #proposed: { readonly id: number; readonly enrolment: Enrolment } | undefined;
  #proposals = 0;

  constructor(around: Surroundings) {
    this.#around = around;
  }

  /** A link from outside: anybody may have written it, so nothing is done before the person has agreed. */
  propose(link: string): void {
    const enrolment = readEnrolmentLink(link);
    if (enrolment === undefined) {
      this.#around.log('a lectern:// link was passed over: it is not one that this app knows');
      return;
    }
    this.#proposals += 1;
    this.#proposed = { id: this.#proposals, enrolment };
    this.#around.onProposal(this.#proposal());
  }

  readonly handlers: ServiceHandlers = {
    checkService: async (origin) => {
      const { keys, fetch } = this.#around;
      const reach = await askService(origin, { fetch, key: keys.read(origin), whyUnreachable });
      return { reach, hasKey: keys.has(origin) };
    },
    addService: (text) => {
      const enrolment = readTyped(text);
      this.#add(enrolment);
      return enrolment.origin;
    },
    removeService: (origin) => {
      const { settings, keys } = this.#around;
      settings.update(withoutService(settings.current, origin));
      keys.keep(origin, null);
    },
    keepPresenterKey: (origin, key) => this.#around.keys.keep(origin, key),
    handshakeKey: () => null,
    readProposal: () => this.#proposal(),
    answerProposal: ({ id, wanted }) => {
      if (this.#proposed?.id !== id)
        throw new ShowableError('This question is an old one: another link has come since.');
      const { enrolment } = this.#proposed;
      const { settings, defaultOrigin, isOnAir } = this.#around;
      const serviceUrl = enrolment.origin === defaultOrigin ? null : enrolment.origin;
      // Before the question is put away: it can be answered again once the presenter has stopped.
      if (wanted) refuseMoveWhileLive(isOnAir(), settings.current, { serviceUrl });
      this.#proposed = undefined;
      this.#around.onProposal(null);
      if (!wanted) return;
      this.#add(enrolment);
      settings.update({ serviceUrl });
    },
  };

  #proposal(): ServiceProposal | null {
    if (this.#proposed === undefined) return null;
    const { id, enrolment } = this.#proposed;
    return { id, origin: enrolment.origin, name: enrolment.name, hasKey: enrolment.key !== null };
  }

  #add({ origin, name, key }: Enrolment): void {
    const { settings, keys, defaultOrigin } = this.#around;
    // First the key: a service in use that asks for it is connected to again as soon as the settings change.
    if (key !== null) keys.keep(origin, key);
    settings.update(withService(settings.current, { origin, name }, defaultOrigin));
  }
}
