/** Which names a proof may be made for. */
import { networkInterfaces } from 'node:os';
import { expect, test } from 'vitest';
import { serviceNames } from './service-names.ts';

const noSettings = { publicUrl: null, otherNames: [] };

test('with settings, a proof may name what they say and nothing else', () => {
  expect(serviceNames({ publicUrl: 'https://live.example', otherNames: [] }, 8420)).toEqual(['live.example']);
  const both = { publicUrl: 'https://live.example:8443', otherNames: ['10.0.0.7:8420'] };
  expect(serviceNames(both, 8420)).toEqual(['live.example:8443', '10.0.0.7:8420']);
  expect(serviceNames({ publicUrl: null, otherNames: ['lectern.local'] }, 8420)).toEqual(['lectern.local']);
});

test('without settings, it may name localhost and the addresses of this machine, with the port', () => {
  const names = serviceNames(noSettings, 8420);
  expect(names).toContain('localhost:8420');
  for (const { family, address } of Object.values(networkInterfaces()).flatMap((own) => own ?? [])) {
    expect(names).toContain(new URL(`http://${family === 'IPv6' ? `[${address}]` : address}:8420`).host);
  }
  expect(serviceNames(noSettings, 80)).toContain('127.0.0.1');
});
