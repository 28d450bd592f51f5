/**
 * Whether the service is ready for clients: the last result of its own joins, which run in the
 * background. A probe costs nothing, however often it comes.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { RequestHandler } from 'express';
import type { Logger } from 'pino';
import type { Cluster } from '../../cluster/cluster.ts';
import type { Relay } from '../../relay/relay.ts';
import type { RoomStreams } from '../../relay/whip/room-streams.ts';

/** Failed checks in a row. */
const FAILING_AFTER = 2;

export type Readiness = 'starting' | 'ready' | 'failing' | 'leaving';

interface ReadinessOptions {
  readonly log: Logger;
  /** Infinity: it never checks itself, and is ready at once. */
  readonly intervalMs: number;
  /** After a check that has failed. */
  readonly againMs: number;
  /** The service is behind with its work: a check that fails says nothing then. */
  readonly isBehind: () => boolean;
  /** Rejects when the service does not serve. */
  readonly check: () => Promise<void>;
  readonly onChecked: (outcome: 'ok' | 'failed', tookMs: number) => void;
}

export class ReadinessChecks {
  readonly #options: ReadinessOptions;
  readonly #closing = new AbortController();
  #state: Readiness = 'starting';
  /** In a row. */
  #failures = 0;

  constructor(options: ReadinessOptions) {
    this.#options = options;
  }

  get state(): Readiness {
    return this.#state;
  }

  /** From then on it checks by itself. */
  start(): void {
    if (Number.isFinite(this.#options.intervalMs)) void this.#run();
    else this.#state = 'ready';
  }

  /** The service is being stopped. Final. */
  leave(): void {
    this.#state = 'leaving';
    this.close();
  }

  close(): void {
    this.#closing.abort();
  }

  async #run(): Promise<void> {
    const { signal } = this.#closing;
    while (!signal.aborted) {
      const outcome = await this.#check();
      const { intervalMs, againMs } = this.#options;
      // Rejects when it is closed.
      await sleep(outcome === 'ok' ? intervalMs : againMs, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  async #check(): Promise<'ok' | 'failed'> {
    const { check, log, onChecked } = this.#options;
    const startedAtMs = performance.now();
    let outcome: 'ok' | 'failed' = 'ok';
    try {
      await check();
    } catch (error) {
      outcome = 'failed';
      const reason = error instanceof Error ? error.message : String(error);
      if (!this.#closing.signal.aborted) log.error({ reason }, 'the service could not join itself');
    }
    if (this.#closing.signal.aborted) return outcome;
    onChecked(outcome, performance.now() - startedAtMs);
    this.#conclude(outcome);
    return outcome;
  }

  /**
   * A balancer sends the clients of an instance that is not ready to the others, which may be
   * too many for those: one late check, or those of an instance that is behind, must not cause that.
   */
  #conclude(outcome: 'ok' | 'failed'): void {
    if (outcome === 'ok') this.#failures = 0;
    else if (!this.#options.isBehind()) this.#failures += 1;
    const isFailing = this.#failures >= FAILING_AFTER;
    if (outcome === 'failed' && !isFailing) return;
    const state = isFailing ? 'failing' : 'ready';
    if (state !== this.#state) this.#options.log.info({ state }, 'readiness changed');
    this.#state = state;
  }
}

interface ReadinessDeps {
  readonly readiness: Pick<ReadinessChecks, 'state'>;
  readonly cluster: Pick<Cluster, 'redis'> | undefined;
  readonly relay: Pick<Relay, 'nodes'> | undefined;
  readonly streams: Pick<RoomStreams, 'count'> | undefined;
}

/**
 * `GET /readyz`: 200, or 503 with what is in the way. While Redis is away, the instance stays ready: it
 * serves the rooms that it has, and one fault must not take all instances out of a balancer at once. The
 * same holds for the relay.
 */
export const answerReadiness =
  ({ readiness, cluster, relay, streams }: ReadinessDeps): RequestHandler =>
  (_request, response) => {
    const { state } = readiness;
    const redis = cluster?.redis;
    response
      .status(state === 'ready' ? 200 : 503)
      .set('Cache-Control', 'no-store')
      .json({
        status: state,
        ...(redis === undefined ? {} : { redis: redis.type }),
        ...(relay === undefined ? {} : { relay: { ...countNodes(relay), ...countStreams(streams) } }),
      });
  };

const countStreams = (streams: ReadinessDeps['streams']) => (streams === undefined ? {} : { streams: streams.count });

const countNodes = ({ nodes }: Pick<Relay, 'nodes'>) => ({
  here: nodes.filter(({ state }) => state.type === 'here').length,
  of: nodes.length,
});
