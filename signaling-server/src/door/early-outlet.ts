/**
 * Stands for a watcher's socket while its handshake is under way: where its room runs on another
 * instance, it joins by the call that checks its seat. Keeps what the room says until the socket is
 * there.
 */
import type { NoticeName, NoticePayload, PasscodeGeneration } from '@lectern/protocol';
import type { Outlet } from '../room/outlet.ts';

export class EarlyOutlet implements Outlet {
  #waiting: ((outlet: Outlet) => void)[] = [];
  #hasArrived = false;

  get hasArrived(): boolean {
    return this.#hasArrived;
  }

  notify<N extends NoticeName>(name: N, payload: NoticePayload<N>): void {
    this.later((outlet) => outlet.notify(name, payload));
  }

  renewToken(generation: PasscodeGeneration): void {
    this.later((outlet) => outlet.renewToken(generation));
  }

  close(): void {
    this.later((outlet) => outlet.close());
  }

  /** Carried out when the socket is there, in order. */
  later(act: (outlet: Outlet) => void): void {
    this.#waiting.push(act);
  }

  arrive(outlet: Outlet): void {
    this.#hasArrived = true;
    for (const act of this.#waiting.splice(0)) act(outlet);
  }
}
