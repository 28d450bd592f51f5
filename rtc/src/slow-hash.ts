/** PBKDF2 with HMAC-SHA-256 (RFC 8018): the slow hash of a passcode. */
const encoder = new TextEncoder();

export interface SlowHashCost {
  readonly iterations: number;
  readonly bytes: number;
}

/** PBKDF2 with HMAC-SHA-256. */
export type Derive = (
  text: Uint8Array<ArrayBuffer>,
  salt: Uint8Array<ArrayBuffer>,
  cost: SlowHashCost,
) => Promise<Uint8Array>;

/** Base64url. Over plain HTTP a browser withholds its WebCrypto, and `derive` has to be another. */
export async function slowHash(
  text: string,
  salt: string,
  cost: SlowHashCost,
  derive: Derive = deriveNatively,
): Promise<string> {
  return toBase64url(await derive(encoder.encode(text), encoder.encode(salt), cost));
}

const deriveNatively: Derive = async (text, salt, { iterations, bytes }) => {
  const key = await crypto.subtle.importKey('raw', text, 'PBKDF2', false, ['deriveBits']);
  const algorithm = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations };
  return new Uint8Array(await crypto.subtle.deriveBits(algorithm, key, bytes * 8));
};

const toBase64url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
