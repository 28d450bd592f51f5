/**
 * A presenter without media: the app's own session and fan-out, with connections that lead nowhere.
 */
import type { LinkId } from '@lectern/protocol';
import { fakeBroadcast } from '../../../renderer/src/broadcast/fake-broadcast.fixture.ts';
import { EpochMemory } from '../../../renderer/src/session/epoch-memory.ts';
import { PresenterSession } from '../../../renderer/src/session/presenter-session.ts';
import { RemovalMemory } from '../../../renderer/src/session/removal-memory.ts';
import type { RoomKey } from '../../support/service/room-key.ts';
import { about } from '../../support/service/clients.ts';
import type { Outage } from './outage.ts';

export class LightPresenter {
  readonly outages: Outage[] = [];
  readonly #session: PresenterSession;
  readonly #broadcast = fakeBroadcast().broadcast;
  #lostAtMs: number | null = null;
  #hasOpened = false;

  constructor(serviceUrl: string, key: RoomKey) {
    const kept = new Map<string, string>();
    const storage = {
      getItem: (name: string) => kept.get(name) ?? null,
      setItem: (name: string, value: string) => void kept.set(name, value),
    };
    this.#session = new PresenterSession({
      desktop: { proveRoom: (claims) => key.prove(claims) },
      serviceUrl,
      roomId: key.roomId,
      presenterKey: null,
      about,
      broadcast: this.#broadcast,
      epochs: new EpochMemory(storage, key.roomId),
      removals: new RemovalMemory(storage, key.roomId),
    });
    this.#session.state.subscribe(() => this.#noteOutage());
    this.#session.goLive();
  }

  get isOpen(): boolean {
    const { signaling, air } = this.#session.state.get();
    return signaling.name === 'open' && air === 'live';
  }

  /** Of links with a watcher. */
  get links(): ReadonlySet<LinkId> {
    return new Set(this.#broadcast.links.held().map(({ linkId }) => linkId));
  }

  /** The time without the service that has not ended. */
  get currentOutage(): Outage | null {
    return this.#lostAtMs === null ? null : { role: 'presenter', fromMs: this.#lostAtMs, toMs: null };
  }

  close(): void {
    this.#session.close();
  }

  #noteOutage(): void {
    if (!this.isOpen) {
      if (this.#hasOpened) this.#lostAtMs ??= Date.now();
      return;
    }
    this.#hasOpened = true;
    if (this.#lostAtMs === null) return;
    this.outages.push({ role: 'presenter', fromMs: this.#lostAtMs, toMs: Date.now() });
    this.#lostAtMs = null;
  }
}
