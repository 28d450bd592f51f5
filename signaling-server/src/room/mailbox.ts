/**
 * Notices for a client whose socket has gone, delivered if it returns in time. It keeps the current
 * round of each link, and no more than a number of bytes in all.
 */
import type { LinkId, NoticeName, NoticePayload } from '@lectern/protocol';
import type { MailboxLimits } from '../policy.ts';
import type { Outlet } from './outlet.ts';
import type { WaitingBytes } from './waiting-bytes.ts';

interface Letter {
  readonly name: NoticeName;
  readonly bytes: number;
  readonly deliver: (outlet: Pick<Outlet, 'notify' | 'close'>) => void;
}

/** A new round: nothing of the round before is of use any more. */
const startsRound = (name: NoticeName): boolean => name === 'link:offered' || name === 'link:answered';

/** What is said on a link to an absent client is how things stand: its media, or a broken path. */
const onlyLastCounts: ReadonlySet<NoticeName> = new Set(['link:restart-requested', 'link:ice-renewed', 'link:said']);

/** Whether the newer notice makes an older one of the same link useless. */
function makesUseless(newer: NoticeName, older: NoticeName): boolean {
  if (newer === 'link:closed') return true;
  if (startsRound(newer)) return older === newer || older === 'link:candidate-found';
  return onlyLastCounts.has(newer) && older === newer;
}

export class Mailbox {
  readonly #limits: MailboxLimits;
  readonly #waiting: WaitingBytes;
  /** In order within a link. A notice without a link is kept by its name. */
  readonly #letters = new Map<LinkId | NoticeName, Letter[]>();
  readonly #incomplete = new Set<LinkId>();
  #bytes = 0;

  constructor(limits: MailboxLimits, waiting: WaitingBytes) {
    this.#limits = limits;
    this.#waiting = waiting;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Links of which a notice could not be kept: their client needs others. */
  get incomplete(): ReadonlySet<LinkId> {
    return this.#incomplete;
  }

  add<N extends NoticeName>(name: N, payload: NoticePayload<N>): void {
    const linkId = 'linkId' in payload ? payload.linkId : undefined;
    const kept = (this.#letters.get(linkId ?? name) ?? []).filter(
      (older) => linkId !== undefined && !makesUseless(name, older.name),
    );
    if (name === 'link:candidate-found') {
      const candidates = kept.filter((older) => older.name === name).length;
      if (candidates >= this.#limits.candidatesPerLink) return;
    }
    this.#put(linkId ?? name, kept);
    const bytes = JSON.stringify(payload).length;
    if (this.#bytes + bytes <= this.#limits.bytes && !this.#waiting.isFull) {
      this.#put(linkId ?? name, [...kept, { name, bytes, deliver: (outlet) => outlet.notify(name, payload) }]);
      this.#waiting.add(this);
    } else if (linkId !== undefined) {
      this.#put(linkId, []);
      this.#incomplete.add(linkId);
    }
  }

  /** Empties the mailbox for good. */
  deliver(outlet: Pick<Outlet, 'notify' | 'close'>): void {
    const letters = [...this.#letters.values()].flat();
    this.close();
    for (const { deliver } of letters) deliver(outlet);
  }

  /** Forgets the notices of one link, which is closed. */
  dropLink(linkId: LinkId): void {
    this.#put(linkId, []);
    this.#incomplete.delete(linkId);
  }

  /** Its client has returned, or is not awaited any more. */
  close(): void {
    this.#letters.clear();
    this.#bytes = 0;
    this.#waiting.remove(this);
  }

  #put(key: LinkId | NoticeName, letters: Letter[]): void {
    const sum = (all: readonly Letter[]): number => all.reduce((bytes, letter) => bytes + letter.bytes, 0);
    this.#bytes += sum(letters) - sum(this.#letters.get(key) ?? []);
    if (letters.length > 0) this.#letters.set(key, letters);
    else this.#letters.delete(key);
  }
}
