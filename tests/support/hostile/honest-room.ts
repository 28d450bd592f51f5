/**
 * Honest clients during an attack: a presenter that offers on each link, a watcher that stays, and
 * watchers that join one after another.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { PRESENTER_KEY_HEADER, type LinkId, type RoomId } from '@lectern/protocol';
import { about, challengePresenter, joinRoom, type TestClient } from '../service/clients.ts';
import { makeRoomKey } from '../service/room-key.ts';

/** As long as those of the app. */
const sdp = 'v=0'.padEnd(5_000, '.');
const candidate = { candidate: 'candidate:1 1 udp 1 192.0.2.1 9 typ host' };

/** As often as a page would in the time of a round. */
const MAX_TRIES = 5;
const RETRY_MS = 200;

interface Staying {
  readonly client: TestClient;
  readonly linkId: LinkId;
}

export class HonestRoom {
  readonly roomId: RoomId;
  readonly #url: string;
  readonly #presenter: TestClient;
  #staying: Staying | undefined;

  private constructor(url: string, roomId: RoomId, presenter: TestClient) {
    this.#url = url;
    this.roomId = roomId;
    this.#presenter = presenter;
    presenter.socket.on('link:opened', ({ linkId }: { linkId: LinkId }) => {
      presenter.socket.emit('link:offer', { linkId, round: 1, sdp }, () => undefined);
      presenter.heard.length = 0;
    });
  }

  static async open(url: string, presenterKey?: string): Promise<HonestRoom> {
    const key = await makeRoomKey();
    const headers = presenterKey === undefined ? {} : { [PRESENTER_KEY_HEADER]: presenterKey };
    const { client, challenged } = await challengePresenter(url, undefined, headers);
    const { challenge, now: epoch } = challenged;
    const { roomId } = key;
    const proof = await key.prove({ service: new URL(url).host, roomId, epoch, challenge });
    await client.request('room:open', { roomId, epoch, live: true, about, links: [], proof });
    const room = new HonestRoom(url, roomId, client);
    room.#staying = await room.#watch();
    return room;
  }

  /** Milliseconds from the connection's start until a new watcher has its offer. */
  async join(): Promise<number> {
    const startMs = performance.now();
    const { client } = await this.#watchInTheEnd();
    const joinMs = performance.now() - startMs;
    await client.request('room:leave', {});
    client.close();
    return joinMs;
  }

  /** The harm that the attack has done to this room; empty if none. */
  async findDamage(): Promise<string[]> {
    const staying = this.#staying;
    if (staying === undefined) return ['no watcher has stayed'];
    const { client, linkId } = staying;
    if (!client.socket.connected) return ['the watcher was disconnected'];
    if (!this.#presenter.socket.connected) return ['the presenter was disconnected'];
    const notices = client.heard.splice(0).map(({ name }) => name);
    const strange = notices.filter((name) => name !== 'token:renewed' && name !== 'link:candidate-found');
    await this.#presenter.request('link:candidate', { linkId, round: 1, candidate });
    await client.next('link:candidate-found');
    return strange.map((name) => `the watcher got ${name}`);
  }

  /** A service that is behind refuses connections, and a page tries again: that time counts. */
  async #watchInTheEnd(): Promise<Staying> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.#watch();
      } catch (error) {
        if (tries === MAX_TRIES) throw error;
        await sleep(RETRY_MS);
      }
    }
  }

  async #watch(): Promise<Staying> {
    const { client, joined } = await joinRoom(this.#url, this.roomId);
    const { linkId } = joined.link ?? (await client.next('link:opened'));
    await client.next('link:offered');
    await client.request('link:answer', { linkId, round: 1, sdp });
    return { client, linkId };
  }
}
