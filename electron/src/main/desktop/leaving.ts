/** Closing the window and quitting the app: performs what `leaving-state.ts` decides. */
import { app, powerMonitor, type BrowserWindow } from 'electron';
import type { LiveStatus } from '@lectern/bridge';
import { Machine } from '@lectern/state';
import type { FeatureFor } from '../bridge/feature.ts';
import { send } from '../bridge/serve-desktop.ts';
import type { Logger } from '../log/logger.ts';
import { GOODBYE_MS, STOP_TIMEOUT_MS } from '../policy.ts';
import {
  preventsClose,
  stepLeaving,
  type LeavingEffect,
  type LeavingEvent,
  type LeavingState,
} from './leaving-state.ts';
import { isOnAir } from './live-status.ts';
import { sendCommand, showWindow } from './window.ts';

interface LeavingOptions {
  readonly window: BrowserWindow;
  readonly mustAsk: () => boolean;
  readonly log: Logger;
}

type LeavingFeature = FeatureFor<'answerClose'>;

export class Leaving implements LeavingFeature {
  readonly #options: LeavingOptions;
  readonly #machine: Machine<LeavingState, LeavingEvent, LeavingEffect>;

  constructor(options: LeavingOptions) {
    this.#options = options;
    this.#machine = new Machine({
      initial: 'staying',
      step: stepLeaving,
      perform: (effect) => this.#perform(effect),
    });
    this.#watchWindow();
    this.#watchSystem();
  }

  readonly handlers: LeavingFeature['handlers'] = {
    answerClose: (answer) => {
      this.#options.log.info(`answer to the question before closing: ${answer}`);
      this.#machine.dispatch({ type: 'answered', answer });
    },
  };

  readonly onLive = (now: LiveStatus): void => {
    if (isOnAir(now) || this.#machine.state.get() !== 'stopping') return;
    setTimeout(() => this.#machine.dispatch({ type: 'stopped' }), GOODBYE_MS);
  };

  #watchWindow(): void {
    const { window } = this.#options;
    window.on('close', (event) => this.#handleClose(event));
    window.on('closed', () => app.quit());
    for (const event of ['query-session-end', 'session-end'] as const) {
      window.on(event as 'session-end', () => this.#machine.dispatch({ type: 'system-ends' }));
    }
  }

  #watchSystem(): void {
    app.on('before-quit', (event) => this.#handleClose(event));
    powerMonitor.on('shutdown', () => this.#machine.dispatch({ type: 'system-ends' }));
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
      process.on(signal, () => {
        this.#options.log.info(`quitting because of ${signal}`);
        this.#machine.dispatch({ type: 'system-ends' });
        app.quit();
      });
    }
  }

  #handleClose(event: { preventDefault(): void }): void {
    this.#machine.dispatch({ type: 'close-requested', mustAsk: this.#options.mustAsk() });
    if (preventsClose(this.#machine.state.get())) event.preventDefault();
  }

  #perform({ type }: LeavingEffect): void {
    const { window, log } = this.#options;
    switch (type) {
      case 'ask':
        showWindow(window);
        send(window, 'closeRequested', null);
        return;
      case 'go-to-background':
        // Not every Linux desktop has a tray. A minimised window can always be brought back.
        if (process.platform === 'linux') window.minimize();
        else window.hide();
        return;
      case 'stop':
        sendCommand(window, 'stop');
        setTimeout(() => this.#machine.dispatch({ type: 'stop-timed-out' }), STOP_TIMEOUT_MS);
        return;
      case 'quit':
        log.info('quitting after the broadcast was stopped');
        app.quit();
    }
  }
}
