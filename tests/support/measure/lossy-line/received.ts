/** What a page receives on all of its connections, and the rates between two readings. */

export interface Received {
  /** On the page's own clock. */
  readonly atMs: number;
  /** W3C webrtc-stats: `totalSamplesReceived` and `concealedSamples`, which are a part of them. */
  readonly samples: number;
  readonly concealed: number;
  readonly soundPackets: number;
  readonly soundLost: number;
  readonly frames: number;
  readonly width: number;
  readonly retransmissionRequests: number;
}

/** Runs in the page. */
export async function readReceived(): Promise<Received> {
  const sum = {
    samples: 0,
    concealed: 0,
    soundPackets: 0,
    soundLost: 0,
    frames: 0,
    width: 0,
    retransmissionRequests: 0,
  };
  for (const pc of window.connectionList) {
    for (const entry of (await pc.getStats()).values()) {
      if (entry.type !== 'inbound-rtp') continue;
      if (entry.kind === 'audio') {
        sum.samples += entry.totalSamplesReceived ?? 0;
        sum.concealed += entry.concealedSamples ?? 0;
        sum.soundPackets += entry.packetsReceived ?? 0;
        sum.soundLost += entry.packetsLost ?? 0;
      } else {
        sum.frames += entry.framesDecoded ?? 0;
        sum.width = Math.max(sum.width, entry.frameWidth ?? 0);
        sum.retransmissionRequests += entry.nackCount ?? 0;
      }
    }
  }
  return { atMs: performance.now(), ...sum };
}

export interface ReceivedFigures {
  /**
   * Sound that was not concealed. All concealment counts, also that of silence and of late packets.
   */
  readonly wholeSoundPct: number;
  readonly fps: number;
  readonly width: number;
  readonly soundLossPct: number;
  readonly retransmissionRequests: number;
}

export function figuresBetween(before: Received, after: Received): ReceivedFigures {
  const samples = after.samples - before.samples;
  const lost = after.soundLost - before.soundLost;
  const packets = after.soundPackets - before.soundPackets + lost;
  const concealed = after.concealed - before.concealed;
  return {
    wholeSoundPct: samples > 0 ? rounded(100 * (1 - concealed / samples)) : 0,
    fps: framesPerSecond(before.frames, after.frames, after.atMs - before.atMs),
    width: after.width,
    soundLossPct: packets > 0 ? rounded((100 * lost) / packets) : 0,
    retransmissionRequests: after.retransmissionRequests - before.retransmissionRequests,
  };
}

export const framesPerSecond = (before: number, after: number, elapsedMs: number): number =>
  rounded((after - before) / (elapsedMs / 1000));

const rounded = (value: number): number => Math.round(value * 100) / 100;
