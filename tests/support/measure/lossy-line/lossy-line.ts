/**
 * A watcher on a line that loses packets and delays them unevenly, beside an ordinary link of the
 * same browsers on the same line. A drawn presenter, a real service, a real watcher page on a
 * second machine. Needs what lines with jitter need.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { contextLikeApp, DrawnPresenter, serveDrawnPresenter } from '../../drive/drawn-presenter.ts';
import { expectPlaying, watchersIn } from '../../drive/watchers.ts';
import { launchChromium, soundWithoutPress } from '../../machine/chromium.ts';
import { addSecondMachine } from '../../network/second-machine.ts';
import { startServiceProcess } from '../../service/service-process.ts';
import { joinOrdinarily } from './ordinary-watcher.ts';
import { figuresBetween, framesPerSecond, readReceived, type ReceivedFigures } from './received.ts';

/** Each way. The delay is what the jitter varies, up to its double. */
const LOSSY = { lossPct: 10, jitterMs: 50, delayMs: 50 };
const CLEAN = { lossPct: 0, jitterMs: 0, delayMs: 0 };

export interface LossyMeasurement {
  /** Frames a second that the presenter's picture had, the same for both. */
  readonly sourceFps: number;
  readonly lectern: ReceivedFigures;
  readonly ordinary: ReceivedFigures;
  /** Packets of pictures that the presenter has sent again. */
  readonly retransmitted: { readonly lectern: number; readonly ordinary: number };
}

export interface LossyLine {
  /** Lets the line be bad until the links have settled, measures for `ms`, and mends the line. */
  readonly measure: (settleMs: number, ms: number) => Promise<LossyMeasurement>;
  readonly close: () => Promise<void>;
}

/** `card`: the presenter's picture, as in `?width=640&height=360&fps=30`. */
export async function openLossyLine(card: string): Promise<LossyLine> {
  await using open = new AsyncDisposableStack();
  const machine = await addSecondMachine({ canDelay: true });
  open.defer(() => machine.remove());
  const served = await serveDrawnPresenter();
  open.defer(() => served.close());
  const service = await startServiceProcess({ LECTERN_ALLOWED_ORIGINS: served.origin });
  open.defer(() => service.stop());
  const near = await launchChromium([soundWithoutPress]);
  open.defer(() => near.close());
  const far = await launchChromium([soundWithoutPress], await machine.namespace.launcher('chromium'));
  open.defer(() => far.close());

  const presenting = await contextLikeApp(near);
  const presenter = await DrawnPresenter.load(presenting, served.origin, '', card);
  await presenter.open(service.url);
  await presenter.goLive();
  const watchUrl = `http://${machine.ourAddress}:${String(service.port)}/r/${presenter.roomId}`;
  const watcher = await watchersIn(far).watch(watchUrl);
  await expectPlaying(watcher);
  const ordinary = await joinOrdinarily(presenter, far);

  const read = () =>
    Promise.all([watcher.read(readReceived), ordinary.evaluate(readReceived), presenter.page.evaluate(readSent)]);
  const parts = open.move();
  return {
    measure: async (settleMs, ms) => {
      await machine.line.set(LOSSY);
      await pause(settleMs);
      const [ours, theirs, sentBefore] = await read();
      await pause(ms);
      const [oursAfter, theirsAfter, sentAfter] = await read();
      await machine.line.set(CLEAN);
      return {
        sourceFps: framesPerSecond(sentBefore.sourceFrames, sentAfter.sourceFrames, sentAfter.atMs - sentBefore.atMs),
        lectern: figuresBetween(ours, oursAfter),
        ordinary: figuresBetween(theirs, theirsAfter),
        retransmitted: {
          lectern: sentAfter.retransmitted.lectern - sentBefore.retransmitted.lectern,
          ordinary: sentAfter.retransmitted.ordinary - sentBefore.retransmitted.ordinary,
        },
      };
    },
    close: () => parts.disposeAsync(),
  };
}

interface Sent {
  /** On the page's own clock. */
  readonly atMs: number;
  readonly sourceFrames: number;
  readonly retransmitted: { readonly lectern: number; readonly ordinary: number };
}

/** Runs in the presenter's page. */
async function readSent(): Promise<Sent> {
  const { ordinary } = window.drawnPresenter;
  const retransmitted = { lectern: 0, ordinary: 0 };
  let sourceFrames = 0;
  for (const pc of window.connectionList) {
    for (const { type, kind, frames, retransmittedPacketsSent } of (await pc.getStats()).values()) {
      if (kind !== 'video') continue;
      if (type === 'media-source' && pc === ordinary?.pc) sourceFrames = frames ?? 0;
      if (type === 'outbound-rtp')
        retransmitted[pc === ordinary?.pc ? 'ordinary' : 'lectern'] += retransmittedPacketsSent ?? 0;
    }
  }
  return { atMs: performance.now(), sourceFrames, retransmitted };
}
