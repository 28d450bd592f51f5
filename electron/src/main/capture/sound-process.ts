/** Starts Chromium's audio process again where that gets lost sound back. */
import { app } from 'electron';
import type { NetConnectOpts } from 'node:net';
import type { SoundServer } from '@lectern/bridge';
import { reasonOf, type Logger } from '../log/logger.ts';
import { afterComplaint, afterStart, initialSoundProcess } from './sound-process-state.ts';
import { answers } from './sound-server.ts';

/** Chromium's name for its audio process, which Chromium restarts on demand. */
const AUDIO_SERVICE = 'audio.mojom.AudioService';

export class SoundProcess {
  readonly #server: NetConnectOpts | undefined;
  readonly #log: Logger;
  #state = initialSoundProcess;

  /** `server`: where the machine's sound server listens; undefined where that is not known. */
  constructor(server: NetConnectOpts | undefined, log: Logger) {
    this.#server = server;
    this.#log = log;
    void this.#noteStart();
    app.on('child-process-gone', (_event, { serviceName }) => {
      if (serviceName === AUDIO_SERVICE) void this.#noteStart();
    });
  }

  /**
   * For a page that misses sound. `hasDevices`: whether any microphone or loudspeaker is listed.
   */
  async revive(hasDevices: boolean): Promise<SoundServer> {
    if (this.#server === undefined) return 'unknown';
    const isServerAway = !(await answers(this.#server));
    const [state, decision] = afterComplaint(this.#state, { isServerAway, hasDevices, nowMs: performance.now() });
    this.#state = state;
    if (decision === 'restart') this.#restart();
    return isServerAway ? 'away' : 'answers';
  }

  async #noteStart(): Promise<void> {
    if (this.#server === undefined) return;
    this.#state = afterStart(this.#state, !(await answers(this.#server)));
  }

  #restart(): void {
    const pid = app.getAppMetrics().find(({ serviceName }) => serviceName === AUDIO_SERVICE)?.pid;
    if (pid === undefined) return;
    this.#log.info('the audio process has lost the sound server and is started again');
    try {
      process.kill(pid, 'SIGKILL');
    } catch (error) {
      this.#log.debug(`the audio process has ended already: ${reasonOf(error)}`);
    }
  }
}
