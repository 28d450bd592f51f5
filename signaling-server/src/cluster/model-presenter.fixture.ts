/** A presenter of the model of several instances, who stays on air. */
import type { HeldLink, LinkId, NoticeName, NoticePayload, WatcherId } from '@lectern/protocol';
import type { Member } from '../room/member.ts';
import { ModelClient } from './model-client.fixture.ts';
import type { ModelSocket } from './model-instance.fixture.ts';

const about = { title: '', presenter: '' };

export class ModelPresenter extends ModelClient {
  readonly links = new Map<LinkId, WatcherId>();
  readonly removed = new Set<WatcherId>();
  /** Those that the service has heard of. Others are named when the room is next opened. */
  readonly keptOut = new Set<WatcherId>();
  /** It forgets to repeat whom it has removed. */
  isForgetful = false;
  #epoch: number | null = null;
  #isEpochKnown = false;

  remove(watcherId: WatcherId): void {
    this.removed.add(watcherId);
    for (const [linkId, of] of this.links) if (of === watcherId) this.#close(linkId);
    if (this.isIn) void this.#removeWatcher(watcherId);
  }

  say(): void {
    if (this.isIn) void this.request('room:describe', { about });
  }

  receive(name: NoticeName, payload: unknown): void {
    if (name === 'link:opened') {
      const { linkId, watcherId } = payload as NoticePayload<'link:opened'>;
      if (watcherId === undefined || this.removed.has(watcherId) || this.links.has(linkId)) return;
      this.links.set(linkId, watcherId);
      void this.request('link:offer', { linkId, round: 1, sdp: 'o' });
    } else if (name === 'link:answered') {
      const { linkId } = payload as NoticePayload<'link:answered'>;
      if (this.links.has(linkId)) this.media.links.add(linkId);
    } else if (name === 'link:closed') {
      const { linkId, reason } = payload as NoticePayload<'link:closed'>;
      if (!this.links.has(linkId) || (reason === 'lost' && this.media.links.has(linkId))) return;
      if (reason !== 'left') this.#cutUnlessRemoved(linkId, `the presenter hears that its link is ${reason}`);
      this.#close(linkId);
    }
  }

  protected async enter(socket: ModelSocket): Promise<void> {
    const { instance } = socket;
    this.#epoch ??= instance.clock.now();
    const held: HeldLink[] = [...this.links].map(([linkId, watcherId]) => ({ linkId, watcherId }));
    // Those of watchers who have left meanwhile must not take the seats of others.
    held.sort((a, b) => Number(this.media.links.has(b.linkId)) - Number(this.media.links.has(a.linkId)));
    socket.member = this.as(socket);
    const named = [...this.removed];
    const opened = await socket.port.open(
      {
        epoch: this.#epoch,
        by: 'key',
        isEpochKnown: this.#isEpochKnown,
        live: true,
        about,
        held,
        removed: this.isForgetful ? [] : named,
        outlet: socket,
      },
      { addressKey: 'one', identity: null },
    );
    this.#isEpochKnown = true;
    for (const watcherId of named) this.keptOut.add(watcherId);
    for (const linkId of opened.refused) {
      this.#cutUnlessRemoved(linkId, 'the presenter’s link is refused');
      this.#close(linkId);
    }
  }

  protected as(outlet: ModelSocket): Member {
    return { role: 'presenter', outlet };
  }

  async #removeWatcher(watcherId: WatcherId): Promise<void> {
    if (await this.request('watcher:remove', { watcherId })) this.keptOut.add(watcherId);
  }

  #cutUnlessRemoved(linkId: LinkId, why: string): void {
    const watcherId = this.links.get(linkId);
    if (watcherId !== undefined && !this.removed.has(watcherId) && this.media.links.has(linkId))
      this.media.cut(linkId, why);
  }

  #close(linkId: LinkId): void {
    this.links.delete(linkId);
    this.media.links.delete(linkId);
  }
}
