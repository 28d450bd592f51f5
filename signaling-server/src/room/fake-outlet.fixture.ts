/** An outlet for tests: records what a room does with a client. */
import type { NoticeName, NoticePayload } from '@lectern/protocol';
import type { NotifyAll, Outlet } from './outlet.ts';

export class FakeOutlet implements Outlet {
  readonly events: [NoticeName | 'closed', unknown?][] = [];
  onClose: () => void = () => undefined;

  notify<N extends NoticeName>(name: N, payload: NoticePayload<N>): void {
    this.events.push([name, payload]);
  }

  renewToken(generation: string): void {
    this.events.push(['token:renewed', generation]);
  }

  close(): void {
    this.events.push(['closed']);
    this.onClose();
  }

  /** Names recorded since the last call. */
  drain(): string[] {
    return this.events.splice(0).map(([name]) => name);
  }
}

export const notifyEach: NotifyAll = (outlets, name, payload) => {
  for (const outlet of outlets) outlet.notify(name, payload);
};
