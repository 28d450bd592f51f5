/**
 * Browsers take the STUN and TURN addresses that the service accepts, and throw for those that it
 * refuses.
 */
import { expect, test } from '@playwright/test';
import { iceAddressProblem } from '../../signaling-server/src/admin/ice-address.ts';
import { openChromium, openFirefox } from '../support/drive/watchers.ts';
import { requires } from '../support/machine/requirements.ts';
import { startSignaling } from '../support/service/start-service.ts';

/** Runs in the page: which of these addresses it takes. */
function tryAddresses(): Record<string, boolean> {
  const addresses = [
    'stun:stun.example.org',
    'stun:192.0.2.1:3478',
    'stun:[2001:db8::1]:3478',
    'turn:turn.example.org',
    'turn:turn.example.org:3478?transport=udp',
    'turn:turn.example.org:443?transport=tcp',
    'turns:turn.example.org:443',
    'turns:turn.example.org:443?transport=tcp',
    'stun://stun.example.org',
    'stun:stun.example.org?transport=udp',
    'turn://turn.example.org:3478',
    'turn:turn.example.org:3478?transport=tls',
    'turn:turn.example.org:99999',
    'turn:[2001:db8::1',
  ];
  const takes = (urls: string): boolean => {
    try {
      new RTCPeerConnection({ iceServers: [{ urls, username: 'name', credential: 'secret' }] }).close();
      return true;
    } catch {
      return false;
    }
  };
  return Object.fromEntries(addresses.map((address) => [address, takes(address)]));
}

requires('chromium', 'firefox');

for (const [name, open] of Object.entries({ Chromium: openChromium, Firefox: openFirefox })) {
  test(`${name} takes and refuses the same addresses as the service`, async () => {
    const service = await startSignaling();
    const browser = await open();
    try {
      const page = await browser.watch(service.url);
      const taken = await page.read(tryAddresses);
      const accepted = Object.keys(taken).map((address) => {
        const kind = address.startsWith('stun') ? 'stun' : 'turn';
        return [address, iceAddressProblem(address, kind) === undefined];
      });
      expect(taken).toEqual(Object.fromEntries(accepted));
    } finally {
      await browser.close();
      await service.close();
    }
  });
}
