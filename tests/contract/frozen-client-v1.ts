/**
 * A client of protocol version 1 as it was shipped. Frozen: everything is written out literally,
 * nothing comes from the code of today, and nothing here is ever changed. What it does must work
 * for as long as services speak version 1.
 */
import { createHash, webcrypto } from 'node:crypto';
import { io, type Socket } from 'socket.io-client';

export interface FrozenClient {
  readonly socket: Socket;
  /** The next message of that name. */
  receive(name: string): Promise<Record<string, unknown>>;
  ask(name: string, params: object): Promise<unknown>;
}

export function connectV1(url: string, auth: object): FrozenClient {
  const socket = io(url, { path: '/signaling', transports: ['websocket'], forceNew: true, reconnection: false, auth });
  const heard: { name: string; payload: Record<string, unknown> }[] = [];
  const waiting: (() => void)[] = [];
  socket.onAny((name: string, payload: Record<string, unknown>) => {
    heard.push({ name, payload });
    for (const wake of waiting.splice(0)) wake();
  });
  return {
    socket,
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
    ask: (name, params) => socket.timeout(5000).emitWithAck(name, params),
  };
}

export interface KeyV1 {
  readonly roomId: string;
  prove(service: string, epoch: number, challenge: string): Promise<{ publicKey: string; signature: string }>;
}

export async function makeKeyV1(): Promise<KeyV1> {
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
