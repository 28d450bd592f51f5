/** Attacks on memory: notices that are never read, or that wait for absent watchers. */
import type { LinkId } from '@lectern/protocol';
import type { TestClient } from '../../service/clients.ts';
import { atRate, fire, forEver, joinRaw, openHostileRoom, type Attack } from './attack.ts';

const READERS = 3;
const OFFERS_PER_SECOND = 300;
const BLIND_PONG_MS = 1_500;
/** After this time a reader that is still connected has been accepted as it is. */
const STAYS_MS = 60_000;
const sdp = 'x'.repeat(32_000);

class Offers {
  readonly #presenter: TestClient;
  readonly #rounds = new Map<LinkId, number>();

  constructor(presenter: TestClient) {
    this.#presenter = presenter;
    atRate(OFFERS_PER_SECOND, () => this.#offerNext());
  }

  add(linkId: LinkId): void {
    this.#rounds.set(linkId, 0);
    // As many as are attacked with at once.
    const [oldest] = this.#rounds.keys();
    if (this.#rounds.size > READERS && oldest !== undefined) this.#rounds.delete(oldest);
  }

  #offerNext(): void {
    const [next] = this.#rounds;
    if (next === undefined) return;
    const [linkId, round] = next;
    // To the end of the row.
    this.#rounds.delete(linkId);
    this.#rounds.set(linkId, round + 1);
    fire(this.#presenter, 'link:offer', { linkId, round: round + 1, sdp });
  }
}

const stopReading =
  (answersPings: boolean): Attack =>
  async ({ url }) => {
    const { client, roomId } = await openHostileRoom(url);
    const offers = new Offers(client);
    for (let count = 0; count < READERS; count += 1) {
      void forEver(100, async () => {
        const { socket, linkId } = await joinRaw(url, roomId);
        if (linkId !== undefined) offers.add(linkId);
        socket.stopReading();
        const pongs = answersPings ? setInterval(() => socket.send('3'), BLIND_PONG_MS) : undefined;
        await Promise.race([socket.closed(), new Promise((resolve) => setTimeout(resolve, STAYS_MS))]);
        clearInterval(pongs);
        socket.close();
      });
    }
  };

/** Does not answer pings, so it is disconnected, and joins again. */
export const notReading = stopReading(false);
/** Answers the service's pings without having read them. */
export const blindPongs = stopReading(true);

/** Watchers that have answered keep their seats without a socket: their presenter sends to them. */
export const mailForTheAbsent: Attack = async ({ url }) => {
  const { client, roomId } = await openHostileRoom(url);
  const candidate = { candidate: 'x'.repeat(1_000) };
  const absent: LinkId[] = [];
  for (let count = 0; count < READERS; count += 1) {
    const { socket, linkId } = await joinRaw(url, roomId);
    if (linkId === undefined) continue;
    await client.request('link:offer', { linkId, round: 1, sdp });
    socket.send(`420["link:answer",${JSON.stringify({ linkId, round: 1, sdp: 'answer' })}]`);
    await socket.next('430');
    socket.close();
    absent.push(linkId);
  }
  let round = 1;
  atRate(OFFERS_PER_SECOND / READERS, () => {
    round += 1;
    for (const linkId of absent) {
      fire(client, 'link:offer', { linkId, round, sdp });
      fire(client, 'link:candidate', { linkId, round, candidate });
    }
  });
};
