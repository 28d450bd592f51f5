/**
 * A room that has no failure: a service, a presenter and a watcher of its own on this machine. Gaps
 * that a busy machine causes in it are also in the measured room.
 */
import { openOwnChromium, soundWithoutPress } from '../../machine/chromium.ts';
import type { ServedPage } from '../../pages/serve-page.ts';
import { startServiceProcess } from '../../service/service-process.ts';
import { Audience } from './audience.ts';
import { PageEnd } from './presenter-ends.ts';

export interface Control {
  readonly audience: Audience;
  readonly presenter: PageEnd;
  readonly close: () => Promise<void>;
}

export async function openControl({ origin }: ServedPage): Promise<Control> {
  await using open = new AsyncDisposableStack();
  const service = await startServiceProcess({ LECTERN_ALLOWED_ORIGINS: origin });
  open.defer(() => service.stop());
  const trusting = `--unsafely-treat-insecure-origin-as-secure=${origin}`;
  const home = await openOwnChromium([soundWithoutPress, trusting]);
  const presenter = open.adopt(await PageEnd.open(home, origin, service.url), (opened) => opened.close());
  const url = service.url + presenter.path;
  const audience = open.adopt(new Audience(await openOwnChromium([soundWithoutPress]), url), (opened) =>
    opened.close(),
  );
  await audience.gather(1, 'direct');
  const kept = open.move();
  return { audience, presenter, close: () => kept.disposeAsync() };
}
