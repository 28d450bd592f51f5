/** What the page says about its browser's decoders. */
import { afterEach, expect, test, vi } from 'vitest';
import { Decoders } from './decoders.ts';

afterEach(() => vi.unstubAllGlobals());

/** A browser that answers such questions in this way. */
function browserThat(
  decodingInfo: (asked: MediaDecodingConfiguration) => Promise<Partial<MediaCapabilitiesInfo>>,
): void {
  vi.stubGlobal('navigator', { mediaCapabilities: { decodingInfo } });
}

test('the page says what its browser decodes, once the browser has answered', async () => {
  const asked: (string | undefined)[] = [];
  browserThat(async ({ type, video }) => {
    asked.push(`${type} ${video?.contentType}`);
    return { supported: true, smooth: video?.contentType === 'video/VP8', powerEfficient: false };
  });
  const decoders = new Decoders();
  expect(decoders.known).toBeUndefined();
  await vi.waitFor(() => expect(decoders.known).toBeDefined());
  expect(decoders.known).toEqual([
    { codec: 'vp8', smooth: true, powerEfficient: false },
    { codec: 'av1', smooth: false, powerEfficient: false },
  ]);
  expect(asked).toEqual(['webrtc video/VP8', 'webrtc video/AV1']);
});

test('what it does not decode is left out; a browser that does not know such questions says nothing', async () => {
  browserThat(async ({ video }) => ({
    supported: video?.contentType !== 'video/AV1',
    smooth: true,
    powerEfficient: true,
  }));
  const decoders = new Decoders();
  await vi.waitFor(() => expect(decoders.known).toEqual([{ codec: 'vp8', smooth: true, powerEfficient: true }]));
  vi.stubGlobal('navigator', {});
  const none = new Decoders();
  await Promise.resolve();
  expect(none.known).toBeUndefined();
});
