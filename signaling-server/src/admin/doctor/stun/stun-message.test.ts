/** Held against the published test vectors of RFC 5769, which RFC 8489 keeps valid. */
import { describe, expect, test } from 'vitest';
import {
  attribute,
  attributeOf,
  decodeMessage,
  encodeMessage,
  errorOf,
  isIntact,
  longTermKey,
  messageLength,
  method,
  newTransactionId,
} from './stun-message.ts';
import { decodeXorAddress, encodeXorAddress } from './transport-address.ts';

const bytes = (hex: string): Buffer => Buffer.from(hex.replaceAll(/\s/g, ''), 'hex');

describe('a request with long-term credentials (RFC 5769, section 2.4)', () => {
  const sample = bytes(`
    00 01 00 60  21 12 a4 42  78 ad 34 33  c6 ad 72 c0  29 da 41 2e
    00 06 00 12  e3 83 9e e3  83 88 e3 83  aa e3 83 83  e3 82 af e3  82 b9 00 00
    00 15 00 1c  66 2f 2f 34  39 39 6b 39  35 34 64 36  4f 4c 33 34  6f 4c 39 46  53 54 76 79  36 34 73 41
    00 14 00 0b  65 78 61 6d  70 6c 65 2e  6f 72 67 00
    00 08 00 14  f6 70 24 65  6d d6 4a 3e  02 b8 e0 71  2e 85 c9 a2  8c a8 96 66`);
  const username = '\u30DE\u30C8\u30EA\u30C3\u30AF\u30B9';
  const key = longTermKey({ username, realm: 'example.org', password: 'TheMatrIX' });

  test('is what we send', () => {
    const attributes = [
      { type: attribute.username, value: Buffer.from(username) },
      { type: attribute.nonce, value: Buffer.from('f//499k954d6OL34oL9FSTvy64sA') },
      { type: attribute.realm, value: Buffer.from('example.org') },
    ];
    const transactionId = bytes('78ad3433c6ad72c029da412e');
    const message = { class: 'request', method: method.binding, transactionId, attributes } as const;
    expect(encodeMessage(message, key).toString('hex')).toBe(sample.toString('hex'));
  });

  test('is intact only under its own key, and only unchanged', () => {
    expect(isIntact(sample, key)).toBe(true);
    expect(isIntact(sample, longTermKey({ username, realm: 'example.org', password: 'other' }))).toBe(false);
    const changed = Buffer.from(sample);
    changed[40] = 0;
    expect(isIntact(changed, key)).toBe(false);
  });
});

test.each([
  ['IPv4 (section 2.2)', 'b7e7a701bc34d686fa87dfae', '0001a147e112a643', '192.0.2.1'],
  [
    'IPv6 (section 2.3)',
    'b7e7a701bc34d686fa87dfae',
    '0002a1470113a9faa5d3f179bc25f4b5bed2b9d9',
    '2001:db8:1234:5678:11:2233:4455:6677',
  ],
])('an address of %s is read and written', (_what, transaction, value, address) => {
  const transactionId = bytes(transaction);
  expect(decodeXorAddress(bytes(value), transactionId)).toEqual({ address, port: 32_853 });
  expect(encodeXorAddress({ address, port: 32_853 }, transactionId).toString('hex')).toBe(value);
});

test.each(['::1', '::', 'fe80::1', '::ffff:127.0.0.1', 'fd00::'])('%s is written and read as itself', (address) => {
  const transactionId = newTransactionId();
  const read = decodeXorAddress(encodeXorAddress({ address, port: 9 }, transactionId), transactionId);
  expect(read?.address).toBe(address);
});

test('an error has its code and its words', () => {
  const attributes = [{ type: attribute.errorCode, value: bytes(`00000401 ${Buffer.from('Who?').toString('hex')}`) }];
  const error = { class: 'error', method: method.allocate, transactionId: newTransactionId(), attributes } as const;
  const read = decodeMessage(encodeMessage(error));
  expect(read).toMatchObject({ class: 'error', method: method.allocate });
  expect(read && errorOf(read)).toEqual({ code: 401, reason: 'Who?' });
  expect(read && attributeOf(read, attribute.nonce)).toBeUndefined();
});

test('what is not one whole message is none', () => {
  const whole = encodeMessage({
    class: 'request',
    method: method.binding,
    transactionId: newTransactionId(),
    attributes: [{ type: attribute.username, value: Buffer.from('abcde') }],
  });
  for (let length = 0; length < whole.length; length += 1) {
    expect(decodeMessage(whole.subarray(0, length))).toBeUndefined();
  }
  expect(messageLength(whole.subarray(0, 19))).toBeUndefined();
  expect(messageLength(Buffer.from('HTTP/1.1 400 Bad Request\r\n'))).toBeNaN();
  // An attribute that is longer than its message.
  const lying = Buffer.from(whole);
  lying.writeUInt16BE(200, 22);
  expect(decodeMessage(lying)).toBeUndefined();
});
