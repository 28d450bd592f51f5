/**
 * Sets up a service, a presenter, watchers that decode and light receivers, to measure one way of
 * sending.
 */
import { Presenter, fakeDevices } from '../../drive/presenter.ts';
import {
  servePresenterPage,
  startPresenterInApp,
  startPresenterInChromium,
  type PresenterProcess,
  type Sending,
} from '../../drive/start-presenter.ts';
import { clip } from '../../machine/camera-clip.ts';
import { servePage } from '../../pages/serve-page.ts';
import { startServiceProcess } from '../../service/service-process.ts';
import type { WatcherReading } from '../watcher-reading.ts';
import { DecodingWatchers } from './decoding-watchers.ts';
import { LightReceivers } from './light-receivers.ts';

export interface StageOptions {
  readonly sending: Sending;
  readonly runtime: 'chromium' | 'electron';
  /** How many watchers decode. */
  readonly decoding: number;
}

export interface Stage {
  readonly pids: { readonly presenter: number; readonly decoding: number; readonly light: number };
  readonly presenter: PresenterProcess;
  /** Adds watchers, one after the other, up to this count. */
  growTo(count: number): Promise<void>;
  read(): Promise<WatcherReading[]>;
}

type Closing = () => Promise<unknown>;

/** Runs `act` and closes everything afterwards, also if it fails. */
export async function onStage<T>(options: StageOptions, act: (stage: Stage) => Promise<T>): Promise<T> {
  const closings: Closing[] = [];
  try {
    return await act(await setUp(options, closings));
  } finally {
    // In reverse order. A part that fails to close does not stop the others from closing.
    for (const close of closings.toReversed()) await close().catch((error: unknown) => console.error(error));
  }
}

async function setUp({ sending, runtime, decoding }: StageOptions, closings: Closing[]): Promise<Stage> {
  const kept = <T extends { close(): Promise<unknown> }>(part: T): T => {
    closings.push(() => part.close());
    return part;
  };
  const lightPage = kept(await servePage(`${import.meta.dirname}/../../pages/light-receivers`));
  const presenterPage = kept(await servePresenterPage());
  const service = await startServiceProcess({
    LECTERN_ALLOWED_ORIGINS: [lightPage.origin, presenterPage.origin, 'app://lectern'].join(','),
  });
  closings.push(() => service.stop());
  presenterPage.announceService(service.url);

  const switches = [...fakeDevices, `--use-file-for-fake-video-capture=${await clip('motion')}`];
  const started = { sending, switches };
  const presenter = kept(
    runtime === 'electron'
      ? await startPresenterInApp(service.url, started)
      : await startPresenterInChromium(presenterPage, started),
  );
  const decoders = kept(await DecodingWatchers.open());
  const light = kept(await LightReceivers.open(lightPage.origin));
  const control = new Presenter(presenter.page);
  const watchUrl = await control.watchUrl();
  await control.goLive();
  return {
    pids: { presenter: presenter.pid, decoding: decoders.pid, light: light.pid },
    presenter,
    async growTo(count) {
      while (decoders.count < Math.min(count, decoding)) await decoders.join(watchUrl);
      while (decoders.count + light.count < count) await light.join(watchUrl);
    },
    read: async () => [...(await decoders.read()), ...(await light.read())],
  };
}
