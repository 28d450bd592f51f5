/**
 * Keeps the mix running: on the loudspeaker's clock, and on a timer while the loudspeaker's device,
 * its server or its process is gone. The mix must never stop, also not for a second.
 */
import log from 'loglevel';
import { LOUDSPEAKER_RETURN_MS, SOUND_STALL_MS } from '../policy/scene.ts';

const logger = log.getLogger('scene');

/** Web Audio 1.1. TypeScript's types lack it, and so do Firefox and Safari. */
interface ContextWithSink extends AudioContext {
  /** `none` runs on a timer; an empty string is the system's default loudspeaker. */
  setSinkId(sink: '' | { readonly type: 'none' }): Promise<void>;
}

const hasSink = (context: AudioContext): context is ContextWithSink => 'setSinkId' in context;

const presses = ['pointerdown', 'keydown', 'click'] as const;
/** A context that is suspended already and fails again says so by an error only. */
const changes = ['statechange', 'error'] as const;

export class SoundClock {
  readonly #context: AudioContext;
  readonly #stallCheck: ReturnType<typeof setInterval>;
  #state: 'on-loudspeaker' | 'on-timer' | 'closed' = 'on-loudspeaker';
  #hasRun = false;
  #checkedS = 0;
  #leftMs = Number.NEGATIVE_INFINITY;
  #returnMs = LOUDSPEAKER_RETURN_MS.first;
  #returning: ReturnType<typeof setTimeout> | undefined;

  /** The context stays its owner's. */
  constructor(context: AudioContext) {
    this.#context = context;
    for (const event of changes) context.addEventListener(event, this.#handleState);
    // A browser tab may start sound only after a key or pointer press.
    for (const press of presses) addEventListener(press, this.#run, { capture: true });
    this.#stallCheck = setInterval(() => this.#checkProgress(), SOUND_STALL_MS);
    this.#handleState();
  }

  /** Starts the context, or starts it again after the system suspended it. */
  run(): void {
    this.#run();
  }

  close(): void {
    this.#state = 'closed';
    for (const event of changes) this.#context.removeEventListener(event, this.#handleState);
    for (const press of presses) removeEventListener(press, this.#run, { capture: true });
    clearInterval(this.#stallCheck);
    clearTimeout(this.#returning);
  }

  readonly #run = (): void => {
    if (this.#state === 'closed' || ['running', 'closed'].includes(this.#context.state)) return;
    // Rejects until the first press, which calls this again.
    this.#context.resume().catch((error: unknown) => logger.debug('Sound may not start yet:', error));
  };

  /** Nothing here suspends the context, so one that was running has lost its loudspeaker. */
  readonly #handleState = (): void => {
    if (this.#context.state === 'running') this.#hasRun = true;
    else if (this.#hasRun && this.#context.state === 'suspended') void this.#leaveLoudspeaker();
    else this.#run();
  };

  /** A loudspeaker may be lost without a word. */
  #checkProgress(): void {
    const { currentTime } = this.#context;
    if (this.#hasRun && currentTime === this.#checkedS) void this.#leaveLoudspeaker();
    this.#checkedS = currentTime;
  }

  async #leaveLoudspeaker(): Promise<void> {
    if (this.#state !== 'on-loudspeaker' || !hasSink(this.#context)) return this.#run();
    this.#state = 'on-timer';
    logger.info('The loudspeaker is lost: the mix runs on a timer.');
    const nowMs = performance.now();
    const isSoon = nowMs - this.#leftMs < LOUDSPEAKER_RETURN_MS.longest;
    this.#returnMs = isSoon ? Math.min(this.#returnMs * 2, LOUDSPEAKER_RETURN_MS.longest) : LOUDSPEAKER_RETURN_MS.first;
    this.#leftMs = nowMs;
    await this.#use({ type: 'none' });
    this.#returnLater();
  }

  #returnLater(): void {
    clearTimeout(this.#returning);
    // It may have been closed while the clock changed.
    if (this.#state === 'closed') return;
    this.#returning = setTimeout(() => void this.#returnToLoudspeaker(), this.#returnMs);
  }

  async #returnToLoudspeaker(): Promise<void> {
    const isBack = (await hasLoudspeaker()) && (await this.#use(''));
    if (!isBack || this.#state === 'closed') return this.#returnLater();
    this.#state = 'on-loudspeaker';
    logger.info('The mix runs on the loudspeaker’s clock again.');
  }

  async #use(sink: Parameters<ContextWithSink['setSinkId']>[0]): Promise<boolean> {
    if (!hasSink(this.#context)) return false;
    try {
      await this.#context.setSinkId(sink);
      return true;
    } catch (error) {
      logger.debug('The mix did not change its clock:', error);
      return false;
    } finally {
      this.#run();
    }
  }
}

async function hasLoudspeaker(): Promise<boolean> {
  try {
    return (await navigator.mediaDevices.enumerateDevices()).some(({ kind }) => kind === 'audiooutput');
  } catch (error) {
    logger.debug('The system cannot list its devices now:', error);
    return false;
  }
}
