/** A connection's statistics, as far as both ends read them (W3C webrtc-stats). */
import type { StreamingEnd } from './media-streams.ts';

type Entry = Readonly<Record<string, string | number>> & { readonly id: string };

export function statisticsOf(connection: StreamingEnd): ReadonlyMap<string, object> {
  const { streams, transport, program, network } = connection;
  const { machine } = program;
  // By the monotonic clock, as in browsers.
  const timestamp = program.startedAtMs + machine.monotonicMs - program.monotonicAtStartMs;
  const lastPacketReceivedTimestamp = timestamp - (network.time.nowMs - streams.sound.lastMs);
  const candidateType = transport?.isRelayed === true ? 'relay' : 'host';
  const entries: Entry[] = [
    {
      id: 'T',
      type: 'transport',
      timestamp,
      selectedCandidatePairId: 'P',
      packetsReceived: streams.received,
    },
    {
      id: 'P',
      type: 'candidate-pair',
      timestamp,
      localCandidateId: 'L',
      remoteCandidateId: 'R',
      requestsReceived: streams.checks.count,
      responsesReceived: streams.checks.count,
      currentRoundTripTime: 0.04,
    },
    { id: 'L', type: 'local-candidate', timestamp, candidateType },
    { id: 'R', type: 'remote-candidate', timestamp, candidateType: 'host' },
  ];
  if (streams.isReceiving) {
    entries.push(
      {
        id: 'V',
        type: 'inbound-rtp',
        kind: 'video',
        timestamp,
        lastPacketReceivedTimestamp,
        packetsReceived: streams.picture.count,
        framesDecoded: streams.frames.count,
        frameWidth: 1280,
        frameHeight: 720,
      },
      {
        id: 'A',
        type: 'inbound-rtp',
        kind: 'audio',
        timestamp,
        lastPacketReceivedTimestamp,
        packetsReceived: streams.sound.count,
      },
    );
  } else {
    const { monotonicMs } = machine;
    const frames = Math.floor(monotonicMs / 40);
    entries.push(
      { id: 'MV', type: 'media-source', kind: 'video', timestamp, frames },
      { id: 'MA', type: 'media-source', kind: 'audio', timestamp, totalSamplesDuration: monotonicMs / 1_000 },
      { id: 'OV', type: 'outbound-rtp', kind: 'video', timestamp, bytesSent: streams.sentPicture.count },
      { id: 'OA', type: 'outbound-rtp', kind: 'audio', timestamp, bytesSent: streams.sentSound.count },
    );
  }
  return new Map(entries.map((entry) => [entry.id, entry]));
}
