/**
 * The failures from which a broadcast has to come back by itself, and how each is brought about.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Restore } from './field.ts';
import type { AppEnd, PresenterEnd } from './presenter-ends.ts';
import type { Route } from './audience.ts';
import type { RecoveryStage, StageOf } from './recovery-stage.ts';

/** What happened, on this machine's clock in milliseconds since 1970. */
export interface Failed {
  /** A gap counts from here; from before the failure if absent. */
  readonly countsFromMs?: number;
  /** To be done before the next failure. */
  readonly restore?: Restore;
}

/** How long things stay away. */
export interface Durations {
  readonly awayMs: number;
  readonly blackoutMs: number;
  /** Added to the life of a TURN credential. */
  readonly beyondCredentialMs: number;
}

export const fullDurations: Durations = { awayMs: 20_000, blackoutMs: 5_000, beyondCredentialMs: 3_000 };

export interface Failure<Presenter extends PresenterEnd = PresenterEnd> {
  /** For the table of results. */
  readonly words: string;
  /** Light receivers beside the measured watcher. */
  readonly crowd?: number;
  /** The way of the links before it. */
  readonly route: Route;
  /** Whether the direct path is closed before the links are made. */
  readonly isTurnOnly?: true;
  /** It also happens on a machine without namespaces; connections are then reset. */
  readonly happensAnywhere?: true;
  /** To reach at p95. */
  readonly limitMs: (durations: Durations) => number;
  /** Resolves when nothing hinders the recovery any more. */
  readonly happen: (stage: StageOf<Presenter>, durations: Durations) => Promise<Failed>;
}

/** In the field, the service is lost and found. */
async function loseService({ service }: RecoveryStage, awayMs: number): Promise<Failed> {
  const comeBack = await service.vanish();
  await pause(awayMs);
  await comeBack();
  return {};
}

/**
 * Those that need no app. Watchers are on a relayed link after the loss of the route, as the next
 * failure wants them.
 */
export const pageFailures = {
  'service-restarted': {
    words: 'service restarted',
    happensAnywhere: true,
    route: 'direct',
    limitMs: () => 0,
    happen: (stage) => loseService(stage, 0),
  },
  'service-away': {
    words: 'service away',
    happensAnywhere: true,
    route: 'direct',
    limitMs: () => 0,
    happen: (stage, { awayMs }) => loseService(stage, awayMs),
  },
  'watcher-moved': {
    words: 'watcher’s address changed',
    route: 'direct',
    limitMs: () => 2_500,
    happen: async ({ field }) => {
      await field.places.watchers.move();
      return {};
    },
  },
  'presenter-moved': {
    words: 'presenter’s address changed, 10 watchers',
    crowd: 9,
    route: 'direct',
    limitMs: () => 2_500,
    happen: async ({ field }) => {
      await field.places.presenter.move();
      return {};
    },
  },
  blackout: {
    words: 'blackout',
    route: 'direct',
    limitMs: ({ blackoutMs }) => blackoutMs + 500,
    happen: async ({ field }, { blackoutMs }) => {
      const mend = await field.places.watchers.cut();
      await pause(blackoutMs);
      await mend();
      return {};
    },
  },
  'route-lost': {
    words: 'route lost from direct to TURN only',
    route: 'direct',
    limitMs: () => 4_000,
    happen: async ({ field }) => ({ restore: await field.blockDirectPath() }),
  },
  'coturn-restarted': {
    words: 'coturn restarted',
    route: 'relayed',
    isTurnOnly: true,
    limitMs: () => 4_000,
    happen: async ({ field, coturn }) => {
      const mend = await field.places.turn.cut();
      await coturn?.kill();
      await coturn?.start();
      await mend();
      return {};
    },
  },
  'credentials-expired': {
    words: 'signaling away longer than a TURN credential lives, then the path breaks',
    route: 'direct',
    limitMs: () => 4_000,
    happen: async ({ field, service, turnTtlS }, { beyondCredentialMs }) => {
      const comeBack = await service.vanish();
      await pause(turnTtlS * 1_000 + beyondCredentialMs);
      const restore = await field.blockDirectPath();
      // The picture has been gone for a while when the service is back.
      await pause(beyondCredentialMs);
      await comeBack();
      return { countsFromMs: Date.now(), restore };
    },
  },
} as const satisfies Readonly<Record<string, Failure>>;

export const appFailures = {
  'app-killed': {
    words: 'presenter app killed and relaunched, service’s clock 30 s behind',
    happensAnywhere: true,
    route: 'direct',
    limitMs: () => 4_000,
    happen: async ({ field, presenter }) => {
      const mend = await field.places.here.cut();
      await field.places.here.loseConnections();
      await presenter.kill();
      await mend();
      return { countsFromMs: await presenter.relaunch(), restore: () => presenter.stopAndGoLive() };
    },
  },
} as const satisfies Readonly<Record<string, Failure<AppEnd>>>;

export type FailureName = keyof typeof pageFailures | keyof typeof appFailures;
