/** An ICE source for tests: no servers, or those of a test, renewed as it says. */
import type { IceServer } from '@lectern/protocol';
import type { IceSource, LinkSide } from './ice-source.ts';

export class FakeIce implements IceSource {
  readonly #afterMs: number | null;
  /** Every credential that was issued, the latest last. */
  readonly issued: (LinkSide & { readonly by: 'grant' | 'renew' })[] = [];

  constructor(renewAfterMs: number | null) {
    this.#afterMs = renewAfterMs;
  }

  grant(end: LinkSide): IceServer[] {
    return this.#issue(end, 'grant');
  }

  renew(end: LinkSide): IceServer[] {
    return this.#issue(end, 'renew');
  }

  renewAfterMs(): number | null {
    return this.#afterMs;
  }

  #issue(end: LinkSide, by: 'grant' | 'renew'): IceServer[] {
    this.issued.push({ ...end, by });
    const credential = `number ${String(this.issued.length)}`;
    return this.#afterMs === null ? [] : [{ urls: ['turn:t.example'], username: end.linkId, credential }];
  }
}

export const noIce: IceSource = { grant: () => [], renew: () => [], renewAfterMs: () => null };
