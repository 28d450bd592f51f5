/**
 * What is known about services apart from the session's connection: the result of each last check,
 * proposals by links, and the sign-in that is under way.
 */
import type { DesktopApi, ServiceCheck, ServiceProposal, SignInProgress } from '@lectern/bridge';
import { Store, type ReadableStore } from '@lectern/state';
import loglevel from 'loglevel';

const log = loglevel.getLogger('services');

/** By origin; a service that is missing has not been checked. */
export type ServiceFindings = Readonly<Record<string, ServiceCheck>>;

export class ServiceChecks {
  readonly #desktop: DesktopApi;
  readonly #findings = new Store<ServiceFindings>({});
  readonly #proposal = new Store<ServiceProposal | null>(null);
  readonly #signIn = new Store<SignInProgress | null>(null);
  readonly #running = new Map<string, Promise<void>>();

  constructor(desktop: DesktopApi) {
    this.#desktop = desktop;
    desktop.on('serviceProposed', (proposal) => this.#proposal.set(proposal));
    desktop.on('signInChanged', (progress) => this.#signIn.set(progress));
    void this.#readProposal();
  }

  get findings(): ReadableStore<ServiceFindings> {
    return this.#findings;
  }

  get proposal(): ReadableStore<ServiceProposal | null> {
    return this.#proposal;
  }

  /** What the presenter has to do to sign in; null where no sign-in waits for that. */
  get signIn(): ReadableStore<SignInProgress | null> {
    return this.#signIn;
  }

  /** One check at a time for each service; callers that come meanwhile share its result. */
  check(origin: string): Promise<void> {
    const running = this.#running.get(origin);
    if (running !== undefined) return running;
    const check = this.#check(origin).finally(() => this.#running.delete(origin));
    this.#running.set(origin, check);
    return check;
  }

  /** A connection that is open stays open; the next one needs a sign-in. */
  async signOut(origin: string): Promise<void> {
    await this.#desktop.signOut(origin);
    await this.check(origin);
  }

  async #check(origin: string): Promise<void> {
    const found = await this.#desktop.checkService(origin);
    this.#findings.set({ ...this.#findings.get(), [origin]: found });
  }

  /** One may have been made before this page was there to be notified. */
  async #readProposal(): Promise<void> {
    try {
      this.#proposal.set(await this.#desktop.readProposal());
    } catch (error) {
      log.debug('the proposed service could not be read:', error);
    }
  }
}
