/** A relay for tests: records what a room says to it. */
import type { LinkId, NoticeName, NoticePayload } from '@lectern/protocol';
import type { ResumedLink } from './offering-end.ts';
import type { RelayCalls, RelayOutlet } from './relay-outlet.ts';

export class FakeRelay implements RelayOutlet {
  readonly calls: RelayCalls;
  readonly heard: [NoticeName | 'closed' | 'resumed', unknown][] = [];

  constructor(calls: RelayCalls) {
    this.calls = calls;
  }

  notify<N extends NoticeName>(name: N, payload: NoticePayload<N>): void {
    this.heard.push([name, payload]);
  }

  resume(link: ResumedLink): void {
    this.heard.push(['resumed', link]);
  }

  close(why: string): void {
    this.heard.push(['closed', why]);
  }

  /** The links that it was asked to offer, and that were not closed since. */
  get links(): LinkId[] {
    const ids = new Set<LinkId>();
    for (const [name, payload] of this.heard) {
      const { linkId } = payload as { linkId: LinkId };
      if (name === 'link:opened') ids.add(linkId);
      else if (name === 'link:closed') ids.delete(linkId);
    }
    return [...ids];
  }
}
