/** In which codec a page gets its picture. */

/** Runs in the page: of the newest connection that has a picture, such as `AV1`; null without one. */
export async function readReceivedCodec(): Promise<string | null> {
  let codec: string | null = null;
  for (const pc of window.connectionList) {
    const report = await pc.getStats();
    for (const entry of report.values()) {
      if (entry.type !== 'inbound-rtp' || entry.kind !== 'video' || !(entry.framesDecoded > 0)) continue;
      codec = String(report.get(entry.codecId)?.mimeType ?? '').replace('video/', '');
    }
  }
  return codec;
}

/** Runs in the page before its own scripts, which then find a browser that does not decode AV1. */
export function withoutAv1(): void {
  const isAv1 = (mimeType: string | undefined): boolean => /^video\/av1/i.test(mimeType ?? '');
  const media = navigator.mediaCapabilities;
  const ask = media.decodingInfo.bind(media);
  media.decodingInfo = async (wanted: MediaDecodingConfiguration) => {
    const info = await ask(wanted);
    return isAv1(wanted.video?.contentType) ? { ...info, supported: false, smooth: false } : info;
  };
}
