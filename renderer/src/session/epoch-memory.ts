/**
 * The largest epoch of each room at each service, kept over restarts of the app. The service's
 * clock may be set back meanwhile, and the next run must still exceed the last one.
 */
import { Epoch } from '@lectern/protocol';
import loglevel from 'loglevel';
import * as z from 'zod/mini';

const log = loglevel.getLogger('session');

const KEY = 'lectern-epochs';
/** Far more than a presenter has rooms and services. The oldest entries are dropped. */
const MAX_ENTRIES = 100;

/** Pairs of place and epoch, the latest last. */
const Entries = z.array(z.tuple([z.string(), Epoch]));

export class EpochMemory {
  readonly #storage: Pick<Storage, 'getItem' | 'setItem'>;
  readonly #place: string;

  /** `place`: the room and its service. */
  constructor(storage: Pick<Storage, 'getItem' | 'setItem'>, place: string) {
    this.#storage = storage;
    this.#place = place;
  }

  /** 0 if none is known. */
  read(): Epoch {
    return this.#entries().find(([place]) => place === this.#place)?.[1] ?? 0;
  }

  /** Without storage the next run relies on the service's clock alone. */
  save(epoch: Epoch): void {
    const others = this.#entries().filter(([place]) => place !== this.#place);
    try {
      this.#storage.setItem(KEY, JSON.stringify([...others, [this.#place, epoch]].slice(-MAX_ENTRIES)));
    } catch (error) {
      log.debug('the epoch could not be kept:', error);
    }
  }

  #entries(): z.infer<typeof Entries> {
    try {
      return Entries.parse(JSON.parse(this.#storage.getItem(KEY) ?? '[]'));
    } catch (error) {
      log.debug('the kept epochs could not be read:', error);
      return [];
    }
  }
}
