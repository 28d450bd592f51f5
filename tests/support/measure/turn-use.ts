/**
 * What TURN costs, and how soon a watcher without UDP has its picture: the service, a presenter and
 * the real coturn on this machine, and watchers on a second one. For specs and for
 * `bench -- signaling`.
 */
import type { Config, TurnSetting } from '@lectern/signaling-server';
import type { Browser } from '@playwright/test';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { contextLikeApp, DrawnPresenter, serveDrawnPresenter } from '../drive/drawn-presenter.ts';
import { expectPlaying, openFirefox, watchersIn, type Watcher, type WatcherBrowser } from '../drive/watchers.ts';
import { launchChromium, soundWithoutPress } from '../machine/chromium.ts';
import { startCoturn, type Coturn } from '../machine/coturn.ts';
import { systemPrograms } from '../../../scripts/programs/system-programs.ts';
import { findProgram } from '../machine/find-program.ts';
import { isFullRoot } from '../machine/full-root.ts';
import { writeLauncher } from '../network/launcher.ts';
import { addSecondMachine, type SecondMachine } from '../network/second-machine.ts';
import type { ServedPage } from '../pages/serve-page.ts';
import { startSignaling, type TestService } from '../service/start-service.ts';
import { percentile } from './statistics.ts';

/** By then a connected link must have released what it does not need. */
const KEPT_AFTER_MS = 10_000;

const allTransports = ['udp', 'tcp', 'tls'] as const;
type Transport = (typeof allTransports)[number];

interface RoomOptions {
  /** Both ends take TURN from the start, since no check of UDP is answered. */
  readonly atOnce?: boolean;
  readonly turnOnly?: boolean;
  /** The ways to the TURN server; all three if absent. */
  readonly transports?: readonly Transport[];
  /** The name of the TURN server, where both ends are on this machine. */
  readonly turnHost?: string;
}

export interface TurnStage {
  readonly machine: SecondMachine;
  readonly coturn: Coturn;
  /** On this machine. Like all of the stage, it trusts the certificate of the TURN server. */
  readonly chromium: WatcherBrowser;
  readonly openFirefox: () => Promise<WatcherBrowser>;
  /** The home folder of a user who trusts the certificate. */
  readonly home: string;
  /** The TURN server as a setting of the service, with some of the ways to it. */
  readonly turnOver: (transports: readonly Transport[]) => TurnSetting;
  /** A service with this TURN server, unless `change` says otherwise. */
  readonly startService: (change?: Partial<Config>) => Promise<TestService>;
  /** A live room with a drawn presenter on this machine, at a service of its own. */
  readonly openRoom: (options?: RoomOptions) => Promise<TurnRoom>;
  /** Opens a page of the service at this port, in Chromium on the second machine. */
  readonly openPage: (path: string, port: number) => Promise<Watcher>;
  readonly close: () => Promise<void>;
}

export interface TurnRoom {
  /** The watch link. */
  readonly url: string;
  readonly presenter: DrawnPresenter;
  /**
   * Opens the link in a fresh profile of Chromium on the second machine, and waits for the picture.
   */
  readonly watch: () => Promise<Watcher>;
  readonly close: () => Promise<void>;
}

/** Nothing listens at this port of this machine. */
const DEAD_PORT = 9;

export async function openTurnStage(): Promise<TurnStage> {
  const machine = await addSecondMachine();
  const { ourAddress, network } = machine;
  const folder = await mkdtemp(join(tmpdir(), 'lectern-turn-'));
  const coturn = await startCoturn({
    addresses: [ourAddress, '127.0.0.1'],
    relayAt: [ourAddress],
    allowed: [`${network}.0-${network}.255`],
  });
  coturn.authority.trustIn(folder);
  const trusting = async (launcher: Promise<string>): Promise<Browser> =>
    await launchChromium([soundWithoutPress], await launcher);
  const [home, far, served] = await Promise.all([
    trusting(writeLauncher(folder, 'here', `env HOME=${folder} ${findProgram('chromium')}`)),
    trusting(machine.namespace.launcher('chromium', { HOME: folder })),
    serveDrawnPresenter(),
  ]);
  const turnOver = (transports: readonly Transport[], host = ourAddress): TurnSetting => ({
    kind: 'shared-secret',
    urls: transports.map((transport) => turnUrlsOf(host, coturn)[transport]),
    secret: coturn.secret,
    ttlS: 600,
  });
  const startService = async (change: Partial<Config> = {}): Promise<TestService> =>
    await startSignaling({
      host: '0.0.0.0',
      allowedOrigins: [served.origin],
      stunUrls: [`stun:${ourAddress}:${String(coturn.port)}`],
      turn: turnOver(allTransports),
      ...change,
    });
  const openPage = async (path: string, port: number): Promise<Watcher> =>
    await watchersIn(far).watch(`http://${ourAddress}:${String(port)}${path}`);
  return {
    machine,
    coturn,
    chromium: watchersIn(home),
    openFirefox: async () => {
      const profile = await mkdtemp(join(folder, 'firefox-'));
      coturn.authority.trustInFirefox(profile);
      return await openFirefox({}, {}, profile);
    },
    home: folder,
    turnOver,
    startService,
    openPage,
    openRoom: async ({ atOnce = false, turnOnly = false, transports = allTransports, turnHost } = {}) => {
      const service = await startService({
        turn: turnOver(transports, turnHost),
        ...(atOnce ? { stunUrls: [`stun:${ourAddress}:${String(DEAD_PORT)}`] } : {}),
      });
      const { presenter, leave } = await presentOn(home, served, service, turnOnly);
      const path = `/r/${presenter.roomId}`;
      return {
        presenter,
        url: `http://${ourAddress}:${String(service.port)}${path}`,
        watch: async () => {
          const watcher = await openPage(path, service.port);
          await expectPlaying(watcher);
          return watcher;
        },
        close: async () => {
          await leave();
          await service.close();
        },
      };
    },
    close: async () => {
      await Promise.allSettled([home.close(), far.close(), served.close(), coturn.close()]);
      await machine.remove();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function presentOn(home: Browser, { origin }: ServedPage, { url }: TestService, turnOnly: boolean) {
  const context = await contextLikeApp(home);
  const presenter = await DrawnPresenter.load(context, origin);
  await presenter.open(url);
  await presenter.useTurnOnly(turnOnly);
  await presenter.goLive();
  await presenter.untilPrepared();
  return { presenter, leave: () => context.close() };
}

const turnUrlsOf = (host: string, { port, tlsPort }: Coturn): Readonly<Record<Transport, string>> => ({
  udp: `turn:${host}:${String(port)}?transport=udp`,
  tcp: `turn:${host}:${String(port)}?transport=tcp`,
  tls: `turns:${host}:${String(tlsPort)}?transport=tcp`,
});

export interface TurnCosts {
  /** Kept ten seconds after the first picture. */
  readonly allocationsPerDirectWatcher: number;
  readonly allocationsPerRelayedWatcher: number;
  /** Of a watcher without UDP, in a profile that has not seen the page before. */
  readonly firstPictureMs: number;
  /** The same where both ends take TURN at once. */
  readonly firstPictureAtOnceMs: number;
}

/** Null, and a line that says what is missing, where it cannot be measured. */
export async function measureTurnIfPossible(print: (line: string) => void): Promise<TurnCosts | null> {
  const needed = ['chromium', 'ip', 'nft', 'coturn', 'openssl', 'certutil'] as const;
  const missing = needed.filter((name) => systemPrograms[name].find() === undefined);
  if (isFullRoot() && missing.length === 0) return await measureTurn(print);
  print(`TURN is not measured here: needs ${missing.length > 0 ? missing.join(', ') : 'root'}.`);
  return null;
}

/** Prints the times to the first picture as well. The page must be built. */
async function measureTurn(print: (line: string) => void, watchers = 3): Promise<TurnCosts> {
  const stage = await openTurnStage();
  try {
    // The first picture of a browser takes longer than all others.
    const warming = await stage.openRoom();
    await (await warming.watch()).close();
    await warming.close();
    const direct = await costsOf(stage, watchers);
    const restore = await stage.machine.blockUdp();
    const relayed = await costsOf(stage, watchers);
    const atOnce = await costsOf(stage, watchers, true);
    await restore();
    print(`first picture of a direct watcher: ${String(direct.firstPictureMs)} ms`);
    return {
      allocationsPerDirectWatcher: direct.allocations,
      allocationsPerRelayedWatcher: relayed.allocations,
      firstPictureMs: relayed.firstPictureMs,
      firstPictureAtOnceMs: atOnce.firstPictureMs,
    };
  } finally {
    await stage.close();
  }
}

async function costsOf(
  { coturn, openRoom }: TurnStage,
  watchers: number,
  atOnce = false,
): Promise<{ readonly allocations: number; readonly firstPictureMs: number }> {
  const room = await openRoom({ atOnce });
  const before = coturn.countAllocations();
  const times: number[] = [];
  const watching: Watcher[] = [];
  for (let count = 0; count < watchers; count += 1) {
    const watcher = await room.watch();
    watching.push(watcher);
    times.push((await watcher.facts()).firstFrameMs ?? Number.POSITIVE_INFINITY);
  }
  await pause(KEPT_AFTER_MS);
  const allocations = (coturn.countAllocations() - before) / watchers;
  await Promise.all(watching.map((watcher) => watcher.close()));
  await room.close();
  return { allocations, firstPictureMs: Math.round(percentile(times, 50)) };
}
