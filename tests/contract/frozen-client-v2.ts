/**
 * A client of protocol version 2 as it was before version 3. Frozen: everything is written out
 * literally, nothing comes from the code of today, and nothing here is ever changed. What it does
 * must work for as long as services speak version 2.
 */
import { createHash, webcrypto } from 'node:crypto';
import { io, type Socket } from 'socket.io-client';

/** The versions that its apps and pages named in their handshakes. */
export const VERSIONS_V2 = { newest: 2, oldest: 1 };

/** The notices that it knew, each with the fields that it could not do without. */
const noticesV2: Readonly<Record<string, readonly string[]>> = {
  'presenter:challenged': ['protocol', 'challenge', 'now'],
  'presenter:replaced': [],
  'watchers:changed': ['count'],
  'room:joined': ['protocol', 'watcherId', 'token', 'phase', 'about'],
  'watcher:removed': [],
  'room:moved': ['watchUrl'],
  'room:changed': ['phase', 'about'],
  'token:renewed': ['token'],
  'link:opened': ['linkId', 'watcherId', 'epoch', 'iceServers'],
  'link:claimed': ['linkId', 'watcherId'],
  'link:offered': ['linkId', 'round', 'sdp', 'iceServers'],
  'link:answered': ['linkId', 'round', 'sdp'],
  'link:candidate-found': ['linkId', 'round', 'candidate'],
  'link:restart-requested': ['linkId'],
  'link:closed': ['linkId', 'reason'],
};

export interface FrozenClientV2 {
  readonly socket: Socket;
  /** Notices that it could not read: it logged and dropped them. */
  readonly malformed: readonly string[];
  /** The next message of that name. */
  receive(name: string): Promise<Record<string, unknown>>;
  ask(name: string, params: object): Promise<unknown>;
}

export function connectV2(url: string, auth: object): FrozenClientV2 {
  const socket = io(url, { path: '/signaling', transports: ['websocket'], forceNew: true, reconnection: false, auth });
  const heard: { name: string; payload: Record<string, unknown> }[] = [];
  const waiting: (() => void)[] = [];
  const malformed: string[] = [];
  socket.onAny((name: string, payload: Record<string, unknown>) => {
    const fields = noticesV2[name];
    // It had no listener for a notice that it did not know.
    if (fields === undefined) return;
    if (fields.some((field) => payload[field] === undefined)) malformed.push(name);
    else heard.push({ name, payload });
    for (const wake of waiting.splice(0)) wake();
  });
  return {
    socket,
    malformed,
    async receive(name) {
      for (;;) {
        const index = heard.findIndex((message) => message.name === name);
        const [found] = index === -1 ? [] : heard.splice(index, 1);
        if (found !== undefined) return found.payload;
        await new Promise<void>((resolve) => {
          waiting.push(resolve);
        });
      }
    },
    ask: (name, params) => socket.timeout(8000).emitWithAck(name, params),
  };
}

export interface KeyV2 {
  readonly roomId: string;
  prove(service: string, epoch: number, challenge: string): Promise<{ publicKey: string; signature: string }>;
}

export async function makeKeyV2(): Promise<KeyV2> {
  const pair = await webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
  const raw = Buffer.from(await webcrypto.subtle.exportKey('raw', pair.publicKey));
  const bits = [...createHash('sha256').update(raw).digest()].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const letters = bits.slice(0, 100).match(/.{5}/g) ?? [];
  const roomId = letters.map((five) => 'abcdefghijkmnpqrstuvwxyz23456789'[Number.parseInt(five, 2)]).join('');
  return {
    roomId,
    async prove(service, epoch, challenge) {
      const text = `lectern room:open v1\n${service}\n${roomId}\n${String(epoch)}\n${challenge}`;
      const sign = { name: 'ECDSA', hash: 'SHA-256' };
      const signature = await webcrypto.subtle.sign(sign, pair.privateKey, Buffer.from(text));
      return { publicKey: raw.toString('base64url'), signature: Buffer.from(signature).toString('base64url') };
    },
  };
}
