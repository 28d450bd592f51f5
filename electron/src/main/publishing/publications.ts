/**
 * The publication for the page: its HTTP requests, and the token of its server, which the page does
 * not see. It ends when the presenter goes off air, also where the page has crashed.
 */
import type { LiveStatus, PublicationReply } from '@lectern/bridge';
import type { FeatureFor } from '../bridge/feature.ts';
import type { Logger } from '../log/logger.ts';
import { reasonOf } from '../log/logger.ts';
import type { ServiceSecrets } from '../services/service-secrets.ts';
import type { HttpRequest } from './http-request.ts';
import { WhipSession } from './whip-session.ts';

interface PublicationsOptions {
  readonly address: () => string | null;
  /** By the origin of the address. */
  readonly tokens: Pick<ServiceSecrets, 'has' | 'read' | 'store'>;
  readonly request: HttpRequest;
  readonly log: Logger;
}

type PublicationsFeature = FeatureFor<
  'storePublishToken' | 'hasPublishToken' | 'openPublication' | 'sendPublicationCandidates' | 'closePublication'
>;

export class Publications implements PublicationsFeature {
  readonly #options: PublicationsOptions;
  #session: WhipSession | null = null;
  /** Counts openings and endings: a session that is answered after the next one ends at once. */
  #turn = 0;

  constructor(options: PublicationsOptions) {
    this.#options = options;
  }

  readonly handlers: PublicationsFeature['handlers'] = {
    storePublishToken: (address, token) => this.#options.tokens.store(originOf(address), token),
    hasPublishToken: (address) => this.#options.tokens.has(originOf(address)),
    openPublication: (offer) => this.#open(offer),
    sendPublicationCandidates: async (fragment) => {
      await this.#session?.sendCandidates(fragment).catch((error: unknown) => this.#note('candidates', error));
    },
    closePublication: () => this.#close(),
  };

  readonly onLive = ({ report }: LiveStatus): void => {
    if (report.air === 'off') void this.#close();
  };

  async #open(offer: string): Promise<PublicationReply> {
    const { address: currentAddress, tokens, request, log } = this.#options;
    await this.#close();
    const address = currentAddress();
    if (address === null) return { kind: 'failed', why: 'not-found', retryAfterMs: null };
    const turn = this.#turn;
    const origin = originOf(address);
    try {
      const { session, reply } = await WhipSession.open({ address, token: tokens.read(origin), request }, offer);
      if (reply.kind === 'failed') log.warn(`${origin} does not take the scene: ${reply.why}`);
      else log.info(`the scene is published at ${origin}`);
      if (turn === this.#turn) this.#session = session;
      else await session?.close().catch((error: unknown) => this.#note('the end', error));
      return reply;
    } catch (error) {
      this.#note('the offer', error);
      return { kind: 'failed', why: 'unreachable', retryAfterMs: null };
    }
  }

  async #close(): Promise<void> {
    this.#turn += 1;
    const session = this.#session;
    this.#session = null;
    if (session === null) return;
    try {
      await session.close();
      this.#options.log.info('the publication has ended');
    } catch (error) {
      this.#note('the end', error);
    }
  }

  #note(what: string, error: unknown): void {
    this.#options.log.debug(`${what} did not reach the server of the publication: ${reasonOf(error)}`);
  }
}

/** An address may have a secret in its path, so logs name the origin alone. */
const originOf = (address: string): string => new URL(address).origin;
