/** Which servers are tried as ways out of a network. */
import { expect, test } from 'vitest';
import { turnAddresses } from './try-ways.ts';

test('each TURN address is a way of its own; STUN is none', () => {
  const credentials = { username: 'u', credential: 'c' };
  const servers = [
    { urls: ['stun:stun.example.org:3478'] },
    {
      urls: [
        'turn:turn.example.org',
        'turn:turn.example.org:3478?transport=udp',
        'turn:turn.example.org:3478?transport=tcp',
        'turns:turn.example.org:443?transport=tcp',
      ],
      ...credentials,
    },
  ];
  expect(turnAddresses(servers)).toEqual([
    { way: 'turn-udp', server: { urls: ['turn:turn.example.org'], ...credentials } },
    { way: 'turn-udp', server: { urls: ['turn:turn.example.org:3478?transport=udp'], ...credentials } },
    { way: 'turn-tcp', server: { urls: ['turn:turn.example.org:3478?transport=tcp'], ...credentials } },
    { way: 'turn-tls', server: { urls: ['turns:turn.example.org:443?transport=tcp'], ...credentials } },
  ]);
});
