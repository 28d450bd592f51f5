/**
 * One join as people experience it: a presenter proves its key and opens its room, a watcher joins
 * it, and the offer of their link arrives.
 */
import { OwnClient } from '../../door/own-client.ts';
import { SELF_JOIN_WITHIN_MS } from '../../policy.ts';
import type { OwnRoom } from './own-room.ts';

export interface SelfJoinOptions {
  readonly room: OwnRoom;
  /** Where this service listens. */
  readonly url: string;
  /** They mark the service's own connections. */
  readonly headers: Readonly<Record<string, string>>;
  /** One of the names that a proof may be made for. */
  readonly service: string;
}

const about = { title: '', presenter: '' };

/** Rejects with what went wrong, and at the latest when the time is over. */
export async function joinOneself(
  { room, url, headers, service }: SelfJoinOptions,
  signal = AbortSignal.timeout(SELF_JOIN_WITHIN_MS),
): Promise<void> {
  const { roomId } = room;
  const presenter = new OwnClient({ url, headers, says: { role: 'presenter' }, signal });
  const clients = [presenter];
  try {
    const { challenge, now: epoch } = await presenter.next('presenter:challenged');
    const proof = room.prove({ service, epoch, challenge });
    await presenter.request('room:open', { roomId, epoch, live: true, about, links: [], proof });
    const watcher = new OwnClient({ url, headers, says: { role: 'watcher', roomId }, signal });
    clients.push(watcher);
    // Awaited together: of two failures the later one must not end the process.
    const [{ linkId }] = await Promise.all([presenter.next('link:opened'), watcher.next('room:joined')]);
    await Promise.all([
      watcher.next('link:offered'),
      presenter.request('link:offer', { linkId, round: 1, sdp: 'v=0' }),
    ]);
    await watcher.request('room:leave', {});
  } finally {
    for (const client of clients) client.close();
  }
}
