/**
 * Publishes the scene to another server while the presenter is live and wants it: performs the
 * effects of `publishing-state.ts`.
 */
import type { DesktopApi, Settings } from '@lectern/bridge';
import { errorName, randomBetween } from '@lectern/rtc';
import { Machine, type ReadableStore } from '@lectern/state';
import loglevel from 'loglevel';
import type { LinkMedia } from '../fan-out/link-media.ts';
import { PUBLISH_RETRY_JITTER } from '../policy/publishing.ts';
import { onNetworkChanged } from '../session/network-changes.ts';
import type { PresenterState } from '../session/presenter-state.ts';
import { Publication, type PublicationCalls } from './publication.ts';
import { step, type PublishingEffect, type PublishingEvent, type PublishingState } from './publishing-state.ts';

const log = loglevel.getLogger('publishing');

interface PublishingOptions {
  readonly media: Pick<LinkMedia, 'open'>;
  readonly desktop: PublicationCalls & Pick<DesktopApi, 'updateSettings' | 'storePublishToken' | 'on'>;
  readonly settings: ReadableStore<Pick<Settings, 'publishAddress' | 'publishOn'>>;
  readonly session: { readonly state: ReadableStore<Pick<PresenterState, 'air'>> };
}

export class Publishing {
  readonly #options: PublishingOptions;
  readonly #machine: Machine<PublishingState, PublishingEvent, PublishingEffect>;
  readonly #unsubscribe: (() => void)[];
  #publication: Publication | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #address: string | null = null;

  constructor(options: PublishingOptions) {
    this.#options = options;
    this.#machine = new Machine({
      initial: { name: 'off' },
      step,
      perform: (effect) => this.#perform(effect),
    });
    const { settings, session } = options;
    this.#unsubscribe = [settings, session.state].map((store) => store.subscribe(() => this.#choose()));
    onNetworkChanged(options.desktop, () => this.#machine.dispatch({ type: 'network-changed' }));
    this.#choose();
  }

  get state(): ReadableStore<PublishingState> {
    return this.#machine.state;
  }

  /** Takes effect while live. */
  async choose(change: Partial<Pick<Settings, 'publishAddress' | 'publishOn'>>): Promise<void> {
    await this.#options.desktop.updateSettings(change);
  }

  /** Of the server of this address; null removes it. */
  async storeToken(address: string, token: string | null): Promise<void> {
    await this.#options.desktop.storePublishToken(address, token);
    this.tryAgain();
  }

  /** At once. */
  tryAgain(): void {
    this.#machine.dispatch({ type: 'changed' });
  }

  close(): void {
    for (const unsubscribe of this.#unsubscribe.splice(0)) unsubscribe();
    this.#want(null);
  }

  /** While paused as well: the server shows the slate, like the watchers. */
  #choose(): void {
    const { publishOn, publishAddress } = this.#options.settings.get();
    const isLive = this.#options.session.state.get().air !== 'off';
    this.#want(publishOn && isLive ? publishAddress : null);
  }

  #want(address: string | null): void {
    const isAnother = address !== this.#address;
    this.#address = address;
    if (address === null) this.#machine.dispatch({ type: 'unwanted' });
    else this.#machine.dispatch({ type: isAnother && this.state.get().name !== 'off' ? 'changed' : 'wanted' });
  }

  #perform(effect: PublishingEffect): void {
    switch (effect.type) {
      case 'open':
        this.#drop();
        this.#open();
        break;
      case 'close':
        this.#drop();
        this.#options.desktop
          .closePublication()
          .catch((error: unknown) => log.debug('the publication could not be ended:', errorName(error)));
        break;
      case 'retry-after':
        this.#retry = setTimeout(
          () => this.#machine.dispatch({ type: 'retry-due' }),
          effect.ms * randomBetween(PUBLISH_RETRY_JITTER),
        );
        break;
    }
  }

  #open(): void {
    this.#publication = new Publication({
      ...this.#options,
      onConnected: () => {
        log.info('published');
        this.#machine.dispatch({ type: 'connected' });
      },
      onFailed: (why, retryAfterMs) => {
        log.warn(`not published (${why})`);
        this.#machine.dispatch({ type: 'failed', why, retryAfterMs });
      },
    });
  }

  #drop(): void {
    clearTimeout(this.#retry);
    this.#publication?.close();
    this.#publication = undefined;
  }
}
