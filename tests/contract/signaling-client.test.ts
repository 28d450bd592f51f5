/** The signaling client against the real service. */
import { spoken } from '@lectern/protocol';
import { SignalingClient } from '@lectern/rtc';
import { afterEach, expect, test } from 'vitest';
import { startSignaling, type TestService } from '../support/service/start-service.ts';

let service: TestService | undefined;
afterEach(() => service?.close());

/** A presenter's client, and a promise that the service has challenged it. */
function present(url: string): { readonly client: SignalingClient; readonly challenged: Promise<void> } {
  const { promise, resolve } = Promise.withResolvers<void>();
  const client = new SignalingClient({
    url,
    handshake: () => ({ role: 'presenter', protocol: spoken }),
    onDisconnected: () => undefined,
    onRefused: () => undefined,
    notices: { 'presenter:challenged': () => resolve() },
  });
  client.connect();
  return { client, challenged: promise };
}

test('a closed client does not connect again, not even for a scheduled retry', async () => {
  service = await startSignaling();
  const closed = present(service.url);
  await closed.challenged;
  closed.client.close();
  closed.client.retry();
  // By the time that two later clients have been challenged in turn, the retry would be through as well.
  for (let turn = 0; turn < 2; turn += 1) {
    const control = present(service.url);
    await control.challenged;
    control.client.close();
  }
  expect(closed.client.isConnected).toBe(false);
});
