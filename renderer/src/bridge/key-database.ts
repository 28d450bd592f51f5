/**
 * IndexedDB with a presenter's keys: the room's key pair, not extractable, presenter keys, and who
 * may watch, with the passcode.
 */
import { openEntry, RoomEntry } from '@lectern/bridge';

const STORE = 'keys';
const ROOM = 'room';
const ENTRY = 'room-entry';

const reply = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error ?? new Error('IndexedDB gave no result.')));
  });

const open = (): Promise<IDBDatabase> => {
  const request = indexedDB.open('lectern', 1);
  request.addEventListener('upgradeneeded', () => request.result.createObjectStore(STORE));
  return reply(request);
};

/** Runs `work` in one transaction. */
async function inOne<T>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => Promise<T>): Promise<T> {
  const database = await open();
  try {
    const transaction = database.transaction(STORE, mode, { durability: 'strict' });
    const done = new Promise<void>((resolve, reject) => {
      transaction.addEventListener('complete', () => resolve());
      transaction.addEventListener('abort', () =>
        reject(transaction.error ?? new Error('The transaction was aborted.')),
      );
    });
    const [result] = await Promise.all([work(transaction.objectStore(STORE)), done]);
    return result;
  } finally {
    database.close();
  }
}

/** Stores `pair` unless there is one, and returns the stored one. The first of two tabs wins. */
export const keepFirst = (pair: CryptoKeyPair): Promise<CryptoKeyPair> =>
  inOne('readwrite', async (store) => {
    const kept: CryptoKeyPair | undefined = await reply(store.get(ROOM));
    if (kept === undefined) store.add(pair, ROOM);
    return kept ?? pair;
  });

const presenterKey = (origin: string): string => `presenter-key:${origin}`;

export const readPresenterKey = (origin: string): Promise<string | null> =>
  inOne('readonly', async (store) => {
    const kept: unknown = await reply(store.get(presenterKey(origin)));
    return typeof kept === 'string' ? kept : null;
  });

export const storePresenterKey = (origin: string, key: string | null): Promise<void> =>
  inOne('readwrite', async (store) => {
    if (key === null) await reply(store.delete(presenterKey(origin)));
    else await reply(store.put(key, presenterKey(origin)));
  });

/** Null where what is stored is not valid: a room must then not be open to everybody by mistake. */
export const readRoomEntry = (): Promise<RoomEntry | null> =>
  inOne('readonly', async (store) => {
    const kept: unknown = await reply(store.get(ENTRY));
    return kept === undefined ? openEntry : (RoomEntry.safeParse(kept).data ?? null);
  });

export const storeRoomEntry = (entry: RoomEntry): Promise<void> =>
  inOne('readwrite', async (store) => void (await reply(store.put(entry, ENTRY))));
