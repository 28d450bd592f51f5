/** A room of light clients: its presenter, and an audience that changes. */
import { roomHint } from '../../../signaling-server/src/room/ids.ts';
import { makeRoomKey, type RoomKey } from '../../support/service/room-key.ts';
import { instanceAt } from './instance-name.ts';
import { LightPresenter } from './light-presenter.ts';
import { LightWatcher } from './light-watcher.ts';
import type { Outage } from './outage.ts';

export class LightRoom {
  readonly #url: string;
  readonly #key: RoomKey;
  readonly #presenter: LightPresenter;
  readonly #audience: LightWatcher[] = [];
  readonly #outagesOfGone: Outage[] = [];
  #linksRefusedOfGone = 0;
  #joinedOfGone = 0;

  private constructor(url: string, key: RoomKey) {
    this.#url = url;
    this.#key = key;
    this.#presenter = new LightPresenter(url, key);
  }

  /** `at`: the name of the instance to which the balancer has to send it; null: any. */
  static async open(url: string, at: string | null = null): Promise<LightRoom> {
    for (;;) {
      const key = await makeRoomKey();
      if (at === null || (await instanceAt(url, roomHint(key.roomId))) === at) return new LightRoom(url, key);
    }
  }

  get isOpen(): boolean {
    return this.#presenter.isOpen;
  }

  /** How many of the audience have their picture. */
  get watching(): number {
    return this.#audience.filter(({ hasJoined, link }) => hasJoined && link !== null).length;
  }

  get size(): number {
    return this.#audience.length;
  }

  /** Whether everybody is where they should be. */
  get isWhole(): boolean {
    return this.isOpen && this.watching === this.size && this.unheldLinks === 0;
  }

  /** Links that watchers have, and the presenter has not. */
  get unheldLinks(): number {
    const held = this.#presenter.links;
    return this.#audience.filter(({ link }) => link !== null && !held.has(link)).length;
  }

  get outages(): readonly Outage[] {
    const all = [...this.#outagesOfGone];
    for (const { outages, currentOutage } of [this.#presenter, ...this.#audience]) {
      all.push(...outages);
      if (currentOutage !== null) all.push(currentOutage);
    }
    return all;
  }

  get linksRefused(): number {
    return this.#linksRefusedOfGone + this.#audience.reduce((sum, { linksRefused }) => sum + linksRefused, 0);
  }

  get joined(): number {
    return this.#joinedOfGone + this.#audience.filter(({ state }) => state.token !== null).length;
  }

  join(): LightWatcher {
    const watcher = new LightWatcher(this.#url, this.#key.roomId);
    this.#audience.push(watcher);
    return watcher;
  }

  close(): void {
    for (const watcher of this.#audience) watcher.leave();
    this.#presenter.close();
  }

  /**
   * The one that has been here longest leaves; one that is away just now would be missed in the
   * count.
   */
  leave(): void {
    const index = this.#audience.findIndex(({ currentOutage, hasJoined }) => hasJoined && currentOutage === null);
    const [gone] = index === -1 ? [] : this.#audience.splice(index, 1);
    if (gone === undefined) return;
    this.#outagesOfGone.push(...gone.outages);
    this.#linksRefusedOfGone += gone.linksRefused;
    this.#joinedOfGone += 1;
    gone.leave();
  }
}
