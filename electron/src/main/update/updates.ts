/** Keeps the app up to date: performs what `update-state.ts` decides. */
import { app, type BrowserWindow } from 'electron';
import type { LiveStatus } from '@lectern/bridge';
import { Machine } from '@lectern/state';
import type { FeatureFor } from '../bridge/feature.ts';
import { send } from '../bridge/serve-desktop.ts';
import { ShowableError } from '../bridge/showable-error.ts';
import { reasonOf, type Logger } from '../log/logger.ts';
import { UPDATE_CHECK_INTERVAL_MS } from '../policy.ts';
import type { UpdateSource } from './update-source.ts';
import {
  initialUpdateState,
  activityOf,
  stepUpdate,
  whyNotNow,
  type UpdateEffect,
  type UpdateEvent,
  type UpdateState,
} from './update-state.ts';

interface UpdatesOptions {
  readonly window: BrowserWindow;
  /** Undefined where the app cannot update itself. */
  readonly source: UpdateSource | undefined;
  readonly log: Logger;
}

type UpdatesFeature = FeatureFor<'readyUpdate' | 'installUpdate'>;

export class Updates implements UpdatesFeature {
  readonly #options: UpdatesOptions;
  readonly #machine: Machine<UpdateState, UpdateEvent, UpdateEffect>;

  constructor(options: UpdatesOptions) {
    this.#options = options;
    this.#machine = new Machine({
      initial: initialUpdateState,
      step: stepUpdate,
      perform: (effect) => this.#perform(effect),
    });
    options.source?.onFailure((reason) => this.#machine.dispatch({ type: 'failed', reason }));
    if (options.source !== undefined) this.#checkRegularly();
  }

  readonly handlers: UpdatesFeature['handlers'] = {
    readyUpdate: () => {
      const { phase } = this.#machine.state.get();
      return phase.name === 'ready' ? phase.version : null;
    },
    installUpdate: () => {
      const reason = whyNotNow(this.#machine.state.get());
      if (reason !== undefined) throw new ShowableError(reason);
      // After the reply to the call.
      setImmediate(() => this.#machine.dispatch({ type: 'install' }));
    },
  };

  readonly onLive = ({ report }: LiveStatus): void => {
    const presenter = activityOf(report);
    this.#options.source?.installWhenQuit(presenter === 'free');
    this.#machine.dispatch({ type: 'presenter-changed', presenter });
  };

  #checkRegularly(): void {
    const check = (): void => this.#machine.dispatch({ type: 'due' });
    check();
    const timer = setInterval(check, UPDATE_CHECK_INTERVAL_MS);
    app.once('will-quit', () => clearInterval(timer));
  }

  #perform(effect: UpdateEffect): void {
    const { source, window, log } = this.#options;
    if (source === undefined) return;
    switch (effect.type) {
      case 'check':
        this.#dispatchResult(source.check(), (version) =>
          version === undefined ? { type: 'nothing-new' } : { type: 'found', version },
        );
        return;
      case 'download':
        this.#dispatchResult(source.download(), () => ({ type: 'downloaded' }));
        return;
      case 'cancel-download':
        source.cancelDownload();
        return;
      case 'announce':
        log.info(`version ${effect.version} is ready to install`);
        send(window, 'updateReady', { version: effect.version });
        return;
      case 'install':
        log.info('installing the new version');
        source.install();
        return;
      case 'log-failure':
        log.warn(`the update failed: ${effect.reason}`);
    }
  }

  #dispatchResult<T>(work: Promise<T>, eventOf: (result: T) => UpdateEvent): void {
    work.then(
      (result) => this.#machine.dispatch(eventOf(result)),
      (error: unknown) => this.#machine.dispatch({ type: 'failed', reason: reasonOf(error) }),
    );
  }
}
