/** What is known about services beyond the session's own connection: what the last look has found, and what links propose. */
import type { DesktopApi, ServiceCheck, ServiceProposal } from '@lectern/bridge';
import { Store, type ReadableStore } from '@lectern/state';

/** By origin; a service that is missing has not been looked at. */
export type Findings = Readonly<Record<string, ServiceCheck>>;

export class ServiceLookout {
  readonly #desktop: DesktopApi;
  readonly #findings = new Store<Findings>({});
  readonly #proposal = new Store<ServiceProposal | null>(null);
  readonly #looking = new Map<string, Promise<void>>();

  constructor(desktop: DesktopApi) {
    this.#desktop = desktop;
    desktop.on('serviceProposed', (proposal) => this.#proposal.set(proposal));
    // One may have come before this page was there to hear of it.
    void desktop.readProposal().then((proposal) => this.#proposal.set(proposal));
  }

  get findings(): ReadableStore<Findings> {
    return this.#findings;
  }

  get proposal(): ReadableStore<ServiceProposal | null> {
    return this.#proposal;
  }

  /** One look at a time for each service: who asks meanwhile gets what that one finds. */
  look(origin: string): Promise<void> {
    const begun = this.#looking.get(origin);
    if (begun !== undefined) return begun;
    const looking = this.#look(origin).finally(() => this.#looking.delete(origin));
    this.#looking.set(origin, looking);
    return looking;
  }

  async #look(origin: string): Promise<void> {
    const found = await this.#desktop.checkService(origin);
    this.#findings.set({ ...this.#findings.get(), [origin]: found });
  }
}
