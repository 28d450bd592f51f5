/**
 * Addresses in STUN messages: XORed, so that no router on the way rewrites them (RFC 8489, section
 * 14.2).
 */
import { isIPv4, SocketAddress } from 'node:net';
import { MAGIC_COOKIE } from './stun-message.ts';

export interface TransportAddress {
  /** IPv4 or IPv6, without brackets. */
  readonly address: string;
  readonly port: number;
}

export type AddressFamily = 'ipv4' | 'ipv6';
export const familyCode: Readonly<Record<AddressFamily, number>> = { ipv4: 0x01, ipv6: 0x02 };

const PORT_MASK = MAGIC_COOKIE >>> 16;

export function encodeXorAddress({ address, port }: TransportAddress, transactionId: Buffer): Buffer {
  const isV4 = isIPv4(address);
  const head = Buffer.from([0, familyCode[isV4 ? 'ipv4' : 'ipv6'], 0, 0]);
  head.writeUInt16BE(port ^ PORT_MASK, 2);
  return Buffer.concat([head, xor(isV4 ? v4Bytes(address) : v6Bytes(address), transactionId)]);
}

/** Undefined if it is not such an address. */
export function decodeXorAddress(value: Buffer, transactionId: Buffer): TransportAddress | undefined {
  const isV4 = value[1] === familyCode.ipv4 && value.length === 8;
  const isV6 = value[1] === familyCode.ipv6 && value.length === 20;
  if (!isV4 && !isV6) return undefined;
  const bytes = xor(value.subarray(4), transactionId);
  const port = value.readUInt16BE(2) ^ PORT_MASK;
  return { address: isV4 ? bytes.join('.') : v6Text(bytes), port };
}

function xor(bytes: Buffer, transactionId: Buffer): Buffer {
  const mask = Buffer.concat([Buffer.alloc(4), transactionId]);
  mask.writeUInt32BE(MAGIC_COOKIE, 0);
  return Buffer.from(bytes.map((byte, index) => byte ^ (mask[index] ?? 0)));
}

const v4Bytes = (address: string): Buffer => Buffer.from(address.split('.').map(Number));

function v6Bytes(address: string): Buffer {
  // The last 32 bits may be written as an IPv4 address.
  const hex = address.replace(/\d+\.\d+\.\d+\.\d+$/, (v4) =>
    v4Bytes(v4)
      .toString('hex')
      .replace(/(.{4})/, '$1:'),
  );
  const [head = '', tail] = hex.split('::');
  const groups = (part: string | undefined): string[] => (part === undefined || part === '' ? [] : part.split(':'));
  const [left, right] = [groups(head), groups(tail)];
  const zeros = Array.from({ length: 8 - left.length - right.length }, () => '0');
  return Buffer.from([...left, ...zeros, ...right].map((group) => group.padStart(4, '0')).join(''), 'hex');
}

function v6Text(bytes: Buffer): string {
  const groups = bytes.toString('hex').match(/.{4}/g) ?? [];
  return new SocketAddress({ address: groups.join(':'), family: 'ipv6' }).address;
}
