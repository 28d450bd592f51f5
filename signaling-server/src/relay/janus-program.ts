/**
 * The Janus beside the service, where the service is to start it (`LECTERN_RELAY_RESTART=service`). It goes on
 * when the service ends, so that pictures outlive a restart: the next service finds it answering.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import type { Logger } from 'pino';
import type { RelayPolicy } from '../policy.ts';

interface ProgramOptions {
  readonly path: string;
  readonly policy: Pick<RelayPolicy, 'startedWithinMs' | 'hangsAfterMs' | 'restartMs'>;
  readonly log: Logger;
}

type ProgramState =
  | { readonly type: 'ended'; readonly notBeforeMs: number }
  /** `silentSinceMs`: since when nothing answers; null while it does. */
  | {
      readonly type: 'running';
      readonly child: ChildProcess;
      readonly sinceMs: number;
      readonly silentSinceMs: number | null;
      readonly hasAnswered: boolean;
    }
  | { readonly type: 'closed' };

export class JanusProgram {
  readonly #options: ProgramOptions;
  #state: ProgramState = { type: 'ended', notBeforeMs: 0 };
  #failures = 0;

  constructor(options: ProgramOptions) {
    this.#options = options;
  }

  /**
   * Called for as long as nothing answers: starts it, or ends one that hangs. Janus may hang on SIGTERM, so
   * that is SIGKILL; nothing of it has to be saved.
   */
  ensure(): void {
    const nowMs = performance.now();
    const state = this.#state;
    if (state.type === 'closed') return;
    if (state.type === 'ended') {
      if (nowMs >= state.notBeforeMs) this.#start(nowMs);
      return;
    }
    const { silentSinceMs, hasAnswered } = state;
    const { hangsAfterMs, startedWithinMs } = this.#options.policy;
    if (silentSinceMs === null) this.#state = { ...state, silentSinceMs: nowMs };
    if (nowMs - (silentSinceMs ?? nowMs) < (hasAnswered ? hangsAfterMs : startedWithinMs)) return;
    this.#options.log.warn({ pid: state.child.pid }, 'janus hangs and is ended');
    state.child.kill('SIGKILL');
  }

  /** It answers. */
  answered(): void {
    if (this.#state.type === 'running') this.#state = { ...this.#state, silentSinceMs: null, hasAnswered: true };
  }

  /** Leaves the process as it is. */
  close(): void {
    if (this.#state.type === 'running') this.#state.child.unref();
    this.#state = { type: 'closed' };
  }

  #start(nowMs: number): void {
    const { path, log } = this.#options;
    // Its log goes to stderr: stdout has the JSON lines of the service.
    const child = spawn(path, [], { stdio: ['ignore', 2, 2], detached: true });
    child.unref();
    this.#state = { type: 'running', child, sinceMs: nowMs, silentSinceMs: nowMs, hasAnswered: false };
    log.info({ pid: child.pid }, 'janus started');
    child.once('error', (error) => this.#ended(child, error.message));
    child.once('exit', (code, signal) => this.#ended(child, signal ?? `exit code ${String(code)}`));
  }

  #ended(child: ChildProcess, reason: string): void {
    const state = this.#state;
    if (state.type !== 'running' || state.child !== child) return;
    const { policy, log } = this.#options;
    const nowMs = performance.now();
    const { first, longest } = policy.restartMs;
    // One that has run for a while is started at once.
    this.#failures = nowMs - state.sinceMs > longest ? 0 : this.#failures + 1;
    const waitMs = this.#failures === 0 ? 0 : Math.min(first * 2 ** (this.#failures - 1), longest);
    log.warn({ reason }, 'janus has ended');
    this.#state = { type: 'ended', notBeforeMs: nowMs + waitMs };
  }
}
