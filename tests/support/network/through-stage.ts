/**
 * A service, coturn, and a drawn presenter behind a router of a home, in a small internet of their
 * own, to which networks with watchers are added.
 */
import type { Browser } from '@playwright/test';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { contextLikeApp, DrawnPresenter } from '../drive/drawn-presenter.ts';
import { watchersIn, type WatcherBrowser } from '../drive/watchers.ts';
import { launchChromium, soundWithoutPress } from '../machine/chromium.ts';
import { startCoturn, type Coturn } from '../machine/coturn.ts';
import { startServiceProcess, type ServiceProcess } from '../service/service-process.ts';
import { openInternet, type Internet, type Site, type SiteOptions } from './internet.ts';
import type { Namespace } from './namespace.ts';

/** Of the service, and of `turns:`, as where only https gets out. */
const HTTPS_PORT = 443;
const TURN_PORT = 3478;

export interface ThroughStage {
  readonly internet: Internet;
  readonly server: Site;
  readonly service: ServiceProcess;
  readonly coturn: Coturn;
  /** Where coturn listens. */
  readonly turnAddress: string;
  readonly presenterSite: Site;
  readonly presenter: DrawnPresenter;
  /** The service's address, by each family. */
  readonly urls: { readonly ipv4: string; readonly ipv6: string };
  /** A network with a browser that trusts coturn's certificate. */
  readonly addNetwork: (options?: SiteOptions) => Promise<{ readonly site: Site; readonly browser: WatcherBrowser }>;
  readonly close: () => Promise<void>;
}

export async function openThroughStage(): Promise<ThroughStage> {
  const home = await mkdtemp(join(tmpdir(), 'lectern-through-'));
  const internet = await openInternet();
  const browsers: Browser[] = [];
  const launch = async ({ machine }: Site): Promise<Browser> => {
    const browser = await launchChromium([soundWithoutPress], await machine.launcher('chromium', { HOME: home }));
    browsers.push(browser);
    return browser;
  };

  const server = await internet.addSite({ family: 'both' });
  const presenterSite = await internet.addSite({ nats: ['port-restricted'], family: 'both' });
  // On a machine of its own, and so with a port 443 of its own.
  const { machine: turnMachine, addresses: turn } = await internet.addSite({ family: 'both' });
  const coturn = await startCoturn({
    inside: turnMachine,
    addresses: [turn.ipv4, turn.ipv6],
    ports: [TURN_PORT, HTTPS_PORT],
    allowed: ['198.18.0.0-198.19.255.255', '2001:db8::-2001:db8:ffff:ffff:ffff:ffff:ffff:ffff'],
  });
  coturn.authority.trustIn(home);

  const origin = await servePresenter(presenterSite.machine);
  const hosts = [turn.ipv4, `[${turn.ipv6}]`];
  const service = await startServiceProcess(
    {
      LECTERN_PORT: String(HTTPS_PORT),
      LECTERN_ALLOWED_ORIGINS: origin,
      LECTERN_STUN_URLS: hosts.map((host) => `stun:${host}:${String(TURN_PORT)}`).join(),
      LECTERN_TURN_URLS: hosts
        .flatMap((host) => [
          `turn:${host}:${String(TURN_PORT)}`,
          `turn:${host}:${String(TURN_PORT)}?transport=tcp`,
          `turns:${host}:${String(HTTPS_PORT)}?transport=tcp`,
        ])
        .join(),
      LECTERN_TURN_SECRET: coturn.secret,
    },
    'built',
    'shown',
    server.machine,
  );
  const urls = {
    ipv4: `http://${server.addresses.ipv4}:${String(HTTPS_PORT)}`,
    ipv6: `http://[${server.addresses.ipv6}]:${String(HTTPS_PORT)}`,
  };
  const presenting = await contextLikeApp(await launch(presenterSite));
  const presenter = await DrawnPresenter.load(presenting, origin);
  await presenter.open(urls.ipv4);
  await presenter.goLive();
  await presenter.untilPrepared();
  return {
    internet,
    server,
    service,
    coturn,
    turnAddress: turn.ipv4,
    presenterSite,
    presenter,
    urls,
    addNetwork: async (options) => {
      const site = await internet.addSite(options);
      return { site, browser: watchersIn(await launch(site)) };
    },
    close: async () => {
      await Promise.allSettled(browsers.map((browser) => browser.close()));
      await Promise.allSettled([service.stop(), coturn.close()]);
      await internet.remove();
      await rm(home, { recursive: true, force: true });
    },
  };
}

/** Gives the origin. It ends with its namespace. */
async function servePresenter(machine: Namespace): Promise<string> {
  const pages = join(import.meta.dirname, '../pages');
  const server = machine.startNode([join(pages, 'serve-page-inside.ts'), join(pages, 'drawn-presenter')]);
  if (server.stdout === null) throw new Error('it has no output');
  const ended = once(server, 'exit').then(() => Promise.reject(new Error('the presenter’s page is not served')));
  ended.catch(() => undefined);
  const [line]: unknown[] = await Promise.race([once(createInterface(server.stdout), 'line'), ended]);
  return String(line);
}
