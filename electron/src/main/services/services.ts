/**
 * The services for the page: which are known, whether they answer, their keys, and the links that
 * propose one.
 */
import { net, type BrowserWindow } from 'electron';
import {
  isEnrolmentLink,
  queryService,
  readEnrolmentLink,
  readServiceAddress,
  type Enrolment,
  type ServiceProposal,
} from '@lectern/bridge';
import type { FeatureFor } from '../bridge/feature.ts';
import { send } from '../bridge/serve-desktop.ts';
import { ShowableError } from '../bridge/showable-error.ts';
import type { Logger } from '../log/logger.ts';
import type { SettingsFile } from '../settings/settings-file.ts';
import { refuseMoveWhileLive } from '../settings/while-live.ts';
import type { Admissions } from '../sign-in/admissions.ts';
import { serviceWords } from '../words.ts';
import { withoutService, withService } from './known-services.ts';
import type { ServiceSecrets } from './service-secrets.ts';
import { whyUnreachable } from './why-unreachable.ts';

interface ServicesOptions {
  readonly window: BrowserWindow;
  readonly settings: SettingsFile;
  readonly keys: ServiceSecrets;
  readonly admissions: Admissions;
  readonly defaultOrigin: string;
  readonly isOnAir: () => boolean;
  readonly log: Logger;
}

type ServicesFeature = FeatureFor<
  | 'checkService'
  | 'addService'
  | 'removeService'
  | 'storePresenterKey'
  | 'handshakeKey'
  | 'readProposal'
  | 'answerProposal'
>;

const addressProblems = {
  'not-an-address': serviceWords.notAnAddress,
  'needs-https': serviceWords.needsHttps,
} as const;

/** Reads what a person has typed or pasted. */
function readTyped(text: string): Enrolment {
  if (isEnrolmentLink(text)) {
    const enrolment = readEnrolmentLink(text);
    if (enrolment === undefined) throw new ShowableError(serviceWords.brokenLink);
    return enrolment;
  }
  const address = readServiceAddress(text);
  if ('problem' in address) throw new ShowableError(addressProblems[address.problem]);
  return { origin: address.origin, key: null, name: '' };
}

export class Services implements ServicesFeature {
  readonly #options: ServicesOptions;
  #proposed: { readonly id: number; readonly enrolment: Enrolment } | undefined;
  #proposals = 0;

  constructor(options: ServicesOptions) {
    this.#options = options;
  }

  /**
   * For a link from outside, which anybody may have written: nothing changes before the person
   * agrees.
   */
  propose(link: string): void {
    const { log } = this.#options;
    const enrolment = readEnrolmentLink(link);
    if (enrolment === undefined) {
      log.warn('ignored a lectern:// link that is not a valid enrolment link');
      return;
    }
    log.info(`a link proposes the service ${enrolment.origin}`);
    this.#proposals += 1;
    this.#proposed = { id: this.#proposals, enrolment };
    this.#sendProposal();
  }

  readonly handlers: ServicesFeature['handlers'] = {
    checkService: async (origin) => {
      const { keys, admissions, log } = this.#options;
      const fetch = (url: string, init: RequestInit): Promise<Response> => net.fetch(url, init);
      const onFailure = (reason: string): void => log.debug(`${origin} did not answer: ${reason}`);
      const signIn = admissions.read(origin);
      const reach = await queryService(origin, {
        fetch,
        key: keys.read(origin),
        admission: signIn?.admission ?? null,
        whyUnreachable,
        onFailure,
      });
      const signedIn = signIn === null ? null : { name: signIn.name, untilMs: signIn.untilMs };
      return { reach, hasKey: keys.has(origin), signedIn };
    },
    addService: (text) => {
      const enrolment = readTyped(text);
      this.#add(enrolment);
      return enrolment.origin;
    },
    removeService: (origin) => {
      const { settings, keys, admissions } = this.#options;
      settings.update(withoutService(settings.current, origin));
      keys.store(origin, null);
      admissions.store(origin, null);
    },
    storePresenterKey: (origin, key) => this.#options.keys.store(origin, key),
    handshakeKey: () => null,
    readProposal: () => this.#proposal(),
    answerProposal: ({ id, wanted }) => {
      if (this.#proposed?.id !== id) throw new ShowableError(serviceWords.oldQuestion);
      const { enrolment } = this.#proposed;
      const { settings, defaultOrigin, isOnAir } = this.#options;
      const serviceUrl = enrolment.origin === defaultOrigin ? null : enrolment.origin;
      // First, so that the question stays open and can be answered again after the broadcast.
      if (wanted) refuseMoveWhileLive(isOnAir(), settings.current, { serviceUrl });
      this.#proposed = undefined;
      this.#sendProposal();
      if (!wanted) return;
      this.#add(enrolment);
      settings.update({ serviceUrl });
    },
  };

  #sendProposal(): void {
    send(this.#options.window, 'serviceProposed', this.#proposal());
  }

  #proposal(): ServiceProposal | null {
    if (this.#proposed === undefined) return null;
    const { id, enrolment } = this.#proposed;
    return { id, origin: enrolment.origin, name: enrolment.name, hasKey: enrolment.key !== null };
  }

  #add({ origin, name, key }: Enrolment): void {
    const { settings, keys, defaultOrigin } = this.#options;
    // The key comes first: once the settings change, the page connects again to a service in use
    // that asks for it.
    if (key !== null) keys.store(origin, key);
    settings.update(withService(settings.current, { origin, name }, defaultOrigin));
  }
}
