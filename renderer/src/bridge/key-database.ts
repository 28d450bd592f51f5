/** The one record of an IndexedDB that holds a key pair: IndexedDB keeps keys that scripts cannot read. */
const STORE = 'keys';
const RECORD = 'room';

const reply = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () =>
      reject(request.error ?? new Error('The browser did not give its storage.')),
    );
  });

const open = (): Promise<IDBDatabase> => {
  const request = indexedDB.open('lectern', 1);
  request.addEventListener('upgradeneeded', () => request.result.createObjectStore(STORE));
  return reply(request);
};

/** Keeps `pair` where none is kept yet; gives the one that is kept. Both in one transaction, so the first tab wins. */
export async function keepFirst(pair: CryptoKeyPair): Promise<CryptoKeyPair> {
  const database = await open();
  try {
    const transaction = database.transaction(STORE, 'readwrite', { durability: 'strict' });
    const done = new Promise<void>((resolve, reject) => {
      transaction.addEventListener('complete', () => resolve());
      transaction.addEventListener('abort', () => reject(transaction.error ?? new Error('The key was not kept.')));
    });
    const kept: CryptoKeyPair | undefined = await reply(transaction.objectStore(STORE).get(RECORD));
    if (kept === undefined) transaction.objectStore(STORE).add(pair, RECORD);
    await done;
    return kept ?? pair;
  } finally {
    database.close();
  }
}
