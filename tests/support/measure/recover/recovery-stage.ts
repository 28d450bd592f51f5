/**
 * A broadcast whose parts can fail one by one: service, TURN server, presenter and watchers at
 * places of their own, and a control beside them. It is set up once for many failures.
 */
import { join } from 'node:path';
import { systemPrograms } from '../../../../scripts/programs/system-programs.ts';
import { openOwnChromium, soundWithoutPress } from '../../machine/chromium.ts';
import { startCoturn, type Coturn } from '../../machine/coturn.ts';
import { servePage, type ServedPage } from '../../pages/serve-page.ts';
import { Audience } from './audience.ts';
import { LightReceivers } from '../fanout/light-receivers.ts';
import { Crowd } from './crowd.ts';
import { openControl, type Control } from './control.ts';
import { FieldService } from './field-service.ts';
import { isFullRoot } from '../../machine/full-root.ts';
import { fieldOnThisMachine, openField, type Field } from './field.ts';
import { AppEnd, PageEnd, type PresenterEnd } from './presenter-ends.ts';

const pages = join(import.meta.dirname, '../../pages');

export interface RecoveryStage {
  readonly field: Field;
  readonly service: FieldService;
  /** Undefined where it could not fail. */
  readonly coturn: Coturn | undefined;
  readonly presenter: PresenterEnd;
  readonly audience: Audience;
  readonly crowd: Crowd;
  readonly control: Control;
  readonly turnTtlS: number;
  readonly close: () => Promise<void>;
}

export type StageOf<Presenter extends PresenterEnd> = RecoveryStage & { readonly presenter: Presenter };

/** The service's clock is behind that of the app. */
const APP_CLOCK_BEHIND_MS = 30_000;

/**
 * What this machine lacks for the failures that need networks of their own. Without them the stage
 * has none.
 */
export function lackingForNetworks(): readonly string[] {
  const programs = ['ip', 'nft', 'coturn', 'openssl'] as const;
  const missing = programs.filter((name) => systemPrograms[name].find() === undefined);
  return [...(isFullRoot() ? [] : ['root']), ...missing];
}

/** `turnTtlS`: how long credentials for TURN live. */
export const openPageStage = (turnTtlS: number): Promise<StageOf<PageEnd>> =>
  openStage(turnTtlS, 0, async ({ places }, origin, serviceUrl) => {
    const trusting = `--unsafely-treat-insecure-origin-as-secure=${origin}`;
    const launcher = await places.presenter.namespace.launcher('chromium');
    return await PageEnd.open(await openOwnChromium([soundWithoutPress, trusting], launcher), origin, serviceUrl);
  });

/** The presenter is the app, on this machine. */
export const openAppStage = (turnTtlS: number): Promise<StageOf<AppEnd>> =>
  openStage(turnTtlS, APP_CLOCK_BEHIND_MS, (_field, _origin, serviceUrl) => AppEnd.open(serviceUrl));

async function openStage<Presenter extends PresenterEnd>(
  turnTtlS: number,
  behindMs: number,
  openPresenter: (field: Field, origin: string, serviceUrl: string) => Promise<Presenter>,
): Promise<StageOf<Presenter>> {
  await using open = new AsyncDisposableStack();
  const kept = <T extends { close(): Promise<unknown> }>(part: T): T => {
    open.defer(async () => void (await part.close()));
    return part;
  };
  const field = lackingForNetworks().length === 0 ? await openField() : fieldOnThisMachine();
  open.defer(() => field.remove());
  const { here, turn, service: servicePlace, watchers } = field.places;
  const serve = async (page: string): Promise<ServedPage> => kept(await servePage(join(pages, page), here.address));
  const relay = async (): Promise<Coturn> =>
    kept(await startCoturn({ inside: turn.namespace, addresses: [turn.address], allowed: [field.range] }));
  const [lightPage, served, coturn] = await Promise.all([
    serve('light-receivers'),
    serve('drawn-presenter'),
    field.canFail ? relay() : undefined,
  ]);
  const service = kept(
    await FieldService.start(servicePlace, {
      behindMs,
      turnTtlS,
      environment: {
        LECTERN_ALLOWED_ORIGINS: [served.origin, lightPage.origin, 'app://lectern'].join(','),
        ...(coturn === undefined
          ? {}
          : {
              LECTERN_TURN_URLS: `turn:${turn.address}:${String(coturn.port)}?transport=udp`,
              LECTERN_TURN_SECRET: coturn.secret,
            }),
      },
    }),
  );
  const [presenter, control] = await Promise.all([
    openPresenter(field, served.origin, service.url).then(kept),
    openControl(served).then(kept),
  ]);
  const launcher = await watchers.namespace.launcher('chromium');
  const far = await openOwnChromium([soundWithoutPress], launcher);
  const audience = kept(new Audience(far, service.url + presenter.path));
  const crowd = kept(new Crowd(service.url + presenter.path, () => LightReceivers.open(lightPage.origin, launcher)));
  const all = open.move();
  return { field, service, coturn, presenter, audience, crowd, control, turnTtlS, close: () => all.disposeAsync() };
}
