/** Holds the live status, which the page reports, and loads the page again after a crash. */
import { app, type BrowserWindow } from 'electron';
import type { LiveStatus } from '@lectern/bridge';
import { Machine } from '@lectern/state';
import type { FeatureFor, LiveListener } from '../bridge/feature.ts';
import { LiveFile, type LiveFileOptions } from './live-file.ts';
import {
  initialLiveState,
  isOnAir,
  mustAskBeforeClose,
  stepLive,
  type LiveEffect,
  type LiveEvent,
  type LiveState,
} from './live-status.ts';

interface TrackerOptions extends LiveFileOptions {
  readonly window: BrowserWindow;
}

type TrackerFeature = FeatureFor<'reportLive' | 'claimReturn'>;

export class LiveTracker implements TrackerFeature {
  readonly #options: TrackerOptions;
  readonly #file: LiveFile;
  readonly #machine: Machine<LiveState, LiveEvent, LiveEffect>;

  constructor(options: TrackerOptions) {
    this.#options = options;
    this.#file = new LiveFile(options);
    this.#machine = new Machine({
      initial: initialLiveState,
      step: stepLive,
      perform: (effect) => this.#perform(effect),
    });
    this.#watchPage();
    app.on('will-quit', () => this.#file.remove());
  }

  get status(): LiveStatus {
    return this.#machine.state.get().status;
  }

  get isOnAir(): boolean {
    return isOnAir(this.status);
  }

  get mustAskBeforeClose(): boolean {
    return mustAskBeforeClose(this.#machine.state.get());
  }

  /** Calls the listener now and after each change. */
  subscribe(listener: LiveListener): void {
    let last = this.status;
    listener(last, last);
    this.#machine.state.subscribe(() => {
      const before = last;
      last = this.status;
      if (last !== before) listener(last, before);
    });
  }

  readonly onLive: LiveListener = (now, before) => this.#file.onLive(now, before);

  readonly handlers: TrackerFeature['handlers'] = {
    reportLive: (report) => {
      const { air } = this.status.report;
      if (air !== report.air) this.#options.log.info(`now ${report.air}`);
      this.#machine.dispatch({ type: 'reported', report, nowMs: Date.now() });
    },
    claimReturn: () => {
      if (this.#machine.state.get().comeback === 'unread') {
        this.#machine.dispatch({ type: 'note-read', comeback: this.#file.read(Date.now()) ?? 'none' });
      }
      const { comeback } = this.#machine.state.get();
      return typeof comeback === 'string' ? null : { air: comeback.air };
    },
  };

  #watchPage(): void {
    const { window } = this.#options;
    const { webContents } = window;
    window.on('unresponsive', () => {
      this.#options.log.warn('the page does not respond');
      this.#machine.dispatch({ type: 'page-unresponsive' });
    });
    window.on('responsive', () => this.#machine.dispatch({ type: 'page-responsive' }));
    webContents.on('render-process-gone', (_event, { reason }) => {
      if (reason === 'clean-exit') return;
      this.#options.log.error(`the page crashed (${reason}) and is loaded again`);
      this.#machine.dispatch({ type: 'page-crashed', nowMs: Date.now() });
    });
    webContents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
      if (isMainFrame && !isSameDocument) this.#machine.dispatch({ type: 'page-loading' });
    });
  }

  #perform({ delayMs }: LiveEffect): void {
    const { window } = this.#options;
    setTimeout(() => {
      if (!window.isDestroyed()) window.webContents.reload();
    }, delayMs);
  }
}
