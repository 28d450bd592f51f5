/**
 * The presenter's conversation with the service, from the app's start to its end: performs the
 * effects of `presenter-state.ts`.
 */
import { notices, requests, type EntryRules, type RoomAbout, type WatcherId } from '@lectern/protocol';
import { SignalingClient, randomBetween } from '@lectern/rtc';
import { Machine, type ReadableStore } from '@lectern/state';
import loglevel from 'loglevel';
import type { Broadcast } from '../broadcast/broadcast.ts';
import { REOPEN_DELAY_MS, REOPEN_MOVING_MS, SERVICE_RETURN_MS } from '../policy/session.ts';
import { Entrance } from './entrance.ts';
import type { EpochMemory } from './epoch-memory.ts';
import { LinkSignaling } from './link-signaling.ts';
import {
  hasLostRoom,
  initialPresenterState,
  needsNewRun,
  step,
  type PresenterEffect,
  type PresenterEvent,
  type PresenterState,
} from './presenter-state.ts';
import type { RemovalMemory } from './removal-memory.ts';
import { Removals, type RemovalOutcome } from './removals.ts';
import { RoomAccess, type RoomAccessOptions } from './room-access.ts';
import { roomHint } from './room-hint.ts';
import { RoomOpening } from './room-opening.ts';
import { TurnOnly } from './turn-only.ts';
import { RoomReports } from './room-reports.ts';
import { StreamGrant, type StreamGrantOptions } from './stream-grant.ts';

const log = loglevel.getLogger('session');

export interface PresenterSessionOptions extends RoomAccessOptions {
  readonly about: RoomAbout;
  /** Stays its owner's, who closes it after the session. */
  readonly broadcast: Broadcast;
  readonly epochs: EpochMemory;
  readonly removals: Pick<RemovalMemory, 'read' | 'add'>;
  /** Who may enter at the start; everybody with the link where it is left out. */
  readonly rules?: EntryRules;
  readonly stream?: Pick<StreamGrantOptions, 'generation' | 'save'>;
}

export class PresenterSession {
  readonly #options: PresenterSessionOptions;
  readonly #machine: Machine<PresenterState, PresenterEvent, PresenterEffect>;
  readonly #access: RoomAccess;
  readonly #opening: RoomOpening;
  readonly #links: LinkSignaling;
  readonly #signaling: SignalingClient;
  readonly #removals: Removals;
  readonly #reports: RoomReports;
  /** Who may enter. */
  readonly entrance: Entrance;
  /** Whether other programs may publish into the room. */
  readonly stream: StreamGrant;
  #protocol: number | null = null;
  #about: RoomAbout;
  readonly turnOnly: TurnOnly;
  #reopenTimer: ReturnType<typeof setTimeout> | undefined;
  #returnTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: PresenterSessionOptions) {
    const { links, relay } = options.broadcast;
    const isOpen = (): boolean => this.state.get().signaling.name === 'open';
    const openVersion = (): number | null => (isOpen() ? this.#protocol : null);
    this.#options = options;
    this.#about = options.about;
    this.#machine = new Machine({
      initial: { ...initialPresenterState, lastEpoch: options.epochs.read() },
      step,
      perform: (effect) => this.#perform(effect),
    });
    this.#access = new RoomAccess(options);
    const isRoomLive = (): boolean => isOpen() && this.state.get().air !== 'off';
    this.#links = new LinkSignaling({
      links,
      relay,
      signaling: () => this.#signaling,
      isOpen,
      onChange: (listener) => this.state.subscribe(listener),
      isRoomLive,
    });
    for (const { subscribe } of [links.counts, relay.state]) subscribe(() => this.#checkService());
    this.#reports = new RoomReports({
      links,
      uplink: () => options.broadcast.uplink,
      version: () => (isRoomLive() ? this.#protocol : null),
      send: (report) => this.#opening.report(report),
    });
    this.#removals = new Removals({
      removed: links.removed,
      memory: options.removals,
      requestRemoval: (watcherId) => this.#signaling.request('watcher:remove', { watcherId }),
      version: openVersion,
    });
    this.turnOnly = new TurnOnly({ apply: (turnOnly) => links.setTurnOnly(turnOnly), version: () => this.#protocol });
    this.entrance = new Entrance({
      rules: options.rules ?? { passcode: null, lobby: false, watchers: 'stay' },
      request: (name, params) => this.#opening.change(name, params),
      version: openVersion,
      closeLinks: () => links.closeAll(),
    });
    this.stream = new StreamGrant({
      ...(options.stream ?? { generation: null, save: async () => undefined }),
      request: (name, params) => this.#signaling.request(name, params),
      version: openVersion,
    });
    const { dispatch } = this.#machine;
    this.#opening = new RoomOpening({
      ...options,
      links,
      access: this.#access,
      turnOnly: this.turnOnly,
      signaling: () => this.#signaling,
      state: () => this.state.get(),
      about: () => this.#about,
      rules: () => ({
        ...this.#removals.inOpening(this.#protocol),
        ...this.entrance.inOpening(this.#protocol),
        ...this.#links.inOpening(this.#protocol),
      }),
      dispatch,
      onOpened: () => {
        this.#removals.requestAll();
        this.entrance.opened();
        this.stream.opened();
      },
    });
    this.#signaling = new SignalingClient({
      table: { notices, requests },
      url: options.serviceUrl,
      roomHint: roomHint(options.roomId),
      handshake: () => this.#access.handshake,
      mayReturnLate: () => links.counts.get().interrupted === 0,
      // Until it is back, watchers who come have to wait.
      isWatchful: isRoomLive,
      onDisconnected: () => {
        this.entrance.disconnected();
        dispatch({ type: 'disconnected' });
      },
      onRefused: (error) => this.#opening.handleRefusal(error),
      notices: {
        'presenter:challenged': ({ protocol, challenge, now }) => {
          this.#protocol = protocol;
          dispatch({ type: 'challenged', challenge, now });
        },
        'presenter:replaced': ({ epoch }) => dispatch({ type: 'replaced', epoch }),
        'run:ended': ({ reason }) => {
          log.warn(`off air: the service has ended this run (${reason})`);
          dispatch({ type: 'run-ended', reason });
        },
        'service:leaving': () => dispatch({ type: 'service-leaving' }),
        'room:moved': ({ watchUrl }) => dispatch({ type: 'moved', watchUrl }),
        'watchers:changed': ({ count }) => dispatch({ type: 'watchers-changed', count }),
        'token:renewed': ({ token }) => this.#access.setToken(token),
        ...this.#links.notices,
        ...this.entrance.notices,
        ...this.stream.notices,
      },
    });
    this.#signaling.connect();
  }

  get state(): ReadableStore<PresenterState> {
    return this.#machine.state;
  }

  describe(about: RoomAbout): void {
    this.#about = about;
    // Where this fails, the room is opened with the new text later. The client logs it.
    void this.#signaling.request('room:describe', { about }).catch(() => undefined);
  }

  goLive(): void {
    if (this.state.get().air === 'off') this.turnOnly.begin();
    this.#machine.dispatch({ type: 'go-live' });
  }

  stop(): void {
    this.#machine.dispatch({ type: 'stop' });
  }

  pause(): void {
    this.#machine.dispatch({ type: 'pause' });
  }

  resume(): void {
    this.#machine.dispatch({ type: 'resume' });
  }

  takeBack(): void {
    this.#machine.dispatch({ type: 'take-back' });
  }

  /** Closes the watcher's links at once, and asks the service to keep it out. */
  readonly removeWatcher = async (watcherId: WatcherId): Promise<RemovalOutcome> => {
    this.#options.broadcast.links.remove(watcherId);
    return await this.#removals.request(watcherId);
  };

  /** The network has changed, or the machine has woken: nothing waits for its next attempt. */
  networkChanged(): void {
    const state = this.state.get();
    if (state.signaling.name === 'refused') this.#signaling.retry();
    else if (!hasLostRoom(state)) this.#signaling.check(true);
    const { links, relay } = this.#options.broadcast;
    for (const fanOut of [links, relay]) fanOut.networkChanged();
  }

  /** There is another presenter key or sign-in for the service. */
  permissionChanged(): void {
    const state = this.state.get();
    if (needsNewRun(state)) this.takeBack();
    else if (!this.#signaling.isConnected && !hasLostRoom(state)) this.#signaling.retry();
  }

  /** Ends the broadcast as well, since no watcher can come any more. */
  close(): void {
    clearTimeout(this.#reopenTimer);
    clearTimeout(this.#returnTimer);
    this.#reports.close();
    this.#links.prepared.close();
    this.entrance.close();
    this.stop();
    this.#signaling.close();
  }

  #perform(effect: PresenterEffect): void {
    const { broadcast } = this.#options;
    switch (effect.type) {
      case 'open-room':
        // A reopening planned before would break the connection that has been made meanwhile.
        clearTimeout(this.#reopenTimer);
        void this.#opening.open(effect);
        break;
      case 'reopen-later':
        clearTimeout(this.#reopenTimer);
        this.#reopenTimer = setTimeout(
          () => this.#signaling.retry(),
          effect.afterMs ?? randomBetween(effect.isMoving ? REOPEN_MOVING_MS : REOPEN_DELAY_MS),
        );
        break;
      case 'expect-return':
        log.info(effect.after === 'announcement' ? 'the service is being stopped' : 'the connection was cut');
        clearTimeout(this.#returnTimer);
        this.#returnTimer = setTimeout(
          () => this.#machine.dispatch({ type: 'return-overdue' }),
          SERVICE_RETURN_MS[effect.after],
        );
        break;
      case 'reconnect':
        this.#access.dropToken();
        this.#signaling.retry();
        break;
      case 'announce':
        void this.#opening.announce(effect.request);
        break;
      case 'start-broadcast':
        log.info('on air');
        broadcast.start();
        break;
      case 'pause-scene':
        log.info('paused');
        broadcast.pause();
        break;
      case 'resume-scene':
        log.info('resumed');
        broadcast.resume();
        break;
      case 'end-broadcast':
        log.info('off air');
        broadcast.end();
        break;
      case 'hand-over-broadcast':
        log.warn('off air: a newer run of this presenter has the room');
        broadcast.handOver();
        break;
      case 'prepare-links':
        this.#links.prepared.topUp();
        break;
      case 'mend-links':
        for (const fanOut of [broadcast.links, broadcast.relay]) fanOut.hurry();
        break;
      case 'close-prepared-links':
        broadcast.links.closePrepared();
        break;
      case 'disconnect':
        this.#signaling.disconnect();
        break;
    }
  }

  /** Where a path is lost, the fault may be near this machine, and signaling half-open. */
  #checkService(): void {
    const { links, relay } = this.#options.broadcast;
    if (links.counts.get().interrupted > 0 || relay.state.get().link === 'interrupted') this.#signaling.check();
  }
}
