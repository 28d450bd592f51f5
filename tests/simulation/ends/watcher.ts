/** A watcher's machine in a simulation: the page's real session and health checks, in one tab. */
import { WatcherId, type LinkId, type RoomId } from '@lectern/protocol';
import * as z from 'zod/mini';
import { checkUdp, UdpCheck } from '@lectern/rtc';
import { Store, type ReadableStore } from '@lectern/state';
import { watchFrames } from '../../../watcher-web/src/health/frame-watch.ts';
import { codeOf, type Obstacle } from '../../../watcher-web/src/health/obstacle.ts';
import { watchObstacle } from '../../../watcher-web/src/health/obstacle-watch.ts';
import { startReporting } from '../../../watcher-web/src/health/reporter.ts';
import { triedWays } from '../../../watcher-web/src/health/tried-ways.ts';
import { asksForPasscode } from '../../../watcher-web/src/session/entry-steps.ts';
import { watchPageLifecycle } from '../../../watcher-web/src/session/page-lifecycle.ts';
import { viewOf } from '../../../watcher-web/src/session/watcher-view.ts';
import { WatcherSession } from '../../../watcher-web/src/session/watcher-session.ts';
import type { Machine } from '../machines/machine.ts';
import { Program } from '../machines/machine.ts';
import type { ReceivedTrack } from '../media/media-streams.ts';
import type { Entry } from '../world/entry.ts';
import { SERVICE_URL } from './service.ts';

const UI_LOADS_AFTER_MS = 1_000;
/** To ask for the passcode, and to type it. */
const ENTERS_PASSCODE_AFTER_MS = 4_000;
/** As the service writes them into the page. */
const STUN_URLS = ['stun:turn.lectern.test'];

const Claims = z.object({ watcherId: WatcherId });

export interface Page {
  readonly program: Program;
  readonly session: WatcherSession;
  readonly player: SimulatedPlayer;
  readonly obstacle: ReadableStore<Obstacle>;
}

export interface WatcherOptions {
  readonly machine: Machine;
  readonly roomId: RoomId;
  readonly entry: Entry;
  readonly isServiceReached: () => boolean;
}

export class WatcherMachine {
  readonly machine: Machine;
  readonly #options: WatcherOptions;
  #page: Page | undefined;

  constructor(options: WatcherOptions) {
    this.machine = options.machine;
    this.#options = options;
  }

  get page(): Page | undefined {
    return this.#page;
  }

  /** By its token, once it has one. */
  get watcherId(): WatcherId | undefined {
    const token = this.#page?.session.state.get().token?.split('.')[1];
    if (token === undefined) return undefined;
    const claims: unknown = JSON.parse(Buffer.from(token, 'base64url').toString());
    return Claims.parse(claims).watcherId;
  }

  /** Opens the room's link in its tab. */
  open(): void {
    if (this.machine.isAsleep) return this.machine.onceAwake(() => this.open());
    const program = new Program(this.machine);
    program.note('opens the page');
    this.#page = program.run(() => this.#start(program));
  }

  /** Leaves the page, as closing the tab or loading it again does. */
  leave(): void {
    const page = this.#page;
    if (page === undefined) return;
    page.program.note('leaves the page');
    page.program.run(() => page.program.window.dispatchEvent(new Event('pagehide')));
    // What the page has sent last leaves with it.
    this.#page = undefined;
    this.machine.time.after(5, () => page.program.kill());
  }

  /** The browser, or the machine, ends without a word. */
  kill(): void {
    this.#page?.program.note('is killed');
    this.#page?.program.kill();
    this.#page = undefined;
  }

  hide(isHidden: boolean): void {
    const page = this.#page;
    if (page === undefined) return;
    page.program.note(isHidden ? 'hides its tab' : 'shows its tab');
    page.program.document.visibilityState = isHidden ? 'hidden' : 'visible';
    page.program.run(() => page.program.document.dispatchEvent(new Event('visibilitychange')));
  }

  /** Its browser has noticed that it is in a network. */
  online(): void {
    const page = this.#page;
    page?.program.run(() => page.program.window.dispatchEvent(new Event('online')));
  }

  #start(program: Program): Page {
    const player = new SimulatedPlayer((linkId) => session.dispatch({ type: 'link-delivered', linkId }));
    const session: WatcherSession = new WatcherSession({
      roomId: this.#options.roomId,
      serviceUrl: SERVICE_URL,
      player,
      roomHint: undefined,
      early: undefined,
      udp: new UdpCheck(STUN_URLS, checkUdp(STUN_URLS)),
    });
    let shown = '';
    session.state.subscribe(() => {
      const { signaling, link, next } = session.state.get();
      const links = [link, next].map((one) => (one === null ? '-' : `${one.linkId} ${one.stage}`)).join(', ');
      const now = `${viewOf(session.state.get())}; ${signaling.name}; ${links}`;
      if (now !== shown) program.note(`is ${now}`);
      shown = now;
    });
    this.#enterPasscode(session);
    session.start();
    const sound = new Store({ sound: 'on' } as const);
    watchPageLifecycle(session, { play: () => undefined });
    setTimeout(() => {
      watchFrames(session);
      startReporting(session, sound);
    }, UI_LOADS_AFTER_MS);
    const obstacle = watchObstacle(session.state, {
      whoAnswers: async () => (this.#options.isServiceReached() ? 'service' : 'nothing'),
      tryWays: async () => triedWays({ udp: this.machine.isUdpBlocked ? 'blocked' : 'open' }),
    });
    obstacle.subscribe(() => {
      const code = codeOf(obstacle.get());
      if (code !== undefined) program.note(`shows the code ${code}`);
    });
    return { program, session, player, obstacle };
  }

  /** Each time that the page asks for it. */
  #enterPasscode(session: WatcherSession): void {
    let asked: unknown;
    session.state.subscribe(() => {
      const { signaling } = session.state.get();
      if (signaling === asked || signaling.name !== 'refused' || !asksForPasscode(signaling.code)) return;
      asked = signaling;
      setTimeout(() => {
        const { passcode } = this.#options.entry;
        if (session.state.get().signaling === signaling) session.dispatch({ type: 'passcode-entered', passcode });
      }, signaling.waitMs ?? ENTERS_PASSCODE_AFTER_MS);
    });
  }
}

/** The page's player: a link has its first picture when its first frame is there. */
class SimulatedPlayer {
  readonly #onFirstFrame: (linkId: LinkId) => void;
  readonly #pictures = new Map<LinkId, ReceivedTrack>();
  #shown: LinkId | undefined;

  constructor(onFirstFrame: (linkId: LinkId) => void) {
    this.#onFirstFrame = onFirstFrame;
  }

  /** Decoded of the link on screen; undefined without one. */
  get frames(): number | undefined {
    return this.#shown === undefined ? undefined : this.#pictures.get(this.#shown)?.streams.frames.count;
  }

  addTrack(linkId: LinkId, track: MediaStreamTrack): void {
    const received = track as object as ReceivedTrack;
    if (received.kind !== 'video') return;
    this.#pictures.set(linkId, received);
    received.streams.onFirstFrame(() => this.#onFirstFrame(linkId));
  }

  show(linkId: LinkId): void {
    this.#shown = linkId;
  }

  keepLastFrame(linkId: LinkId): void {
    this.#pictures.delete(linkId);
  }

  drop(linkId: LinkId): void {
    this.#pictures.delete(linkId);
    if (linkId === this.#shown) this.#shown = undefined;
  }
}
