/** How the sound is sent: what the encoders are asked for, and what they make, for display. */
import { SOUND_KBPS, type SoundContent } from '@lectern/steering';
import { RateMeter } from './sent-stream.ts';

export interface SentSound {
  readonly channels: 'mono' | 'stereo';
  /** To each watcher; null until it has been measured. Opus spends less on silence. */
  readonly kbps: number | null;
  /** The most that it takes, in kbit/s. */
  readonly maxKbps: number;
  /** How many receive it over links of their own. */
  readonly watchers: number;
  /** Whether it goes to the relay as well. */
  readonly toRelay: boolean;
}

/** Sound goes before the picture wherever both wait. */
export const soundFirst: RTCRtpEncodingParameters = { priority: 'high', networkPriority: 'high' };

export const soundEncodingOf = (sound: SoundContent): RTCRtpEncodingParameters => ({
  maxBitrate: SOUND_KBPS[sound] * 1000,
  ...soundFirst,
});

type Statistics = Pick<RTCStatsReport, 'values' | 'get'>;

interface SendingLink {
  readonly pc: { readonly connectionState: RTCPeerConnectionState; getStats(): Promise<Statistics> };
  /** How often it sends each frame again, on a line that loses packets. */
  readonly soundRepeats?: number;
}

/** Measures the sound on one link that is connected: all get the same. */
export class SoundMeter {
  readonly #meter = new RateMeter<SendingLink>();

  /**
   * Null without a connected link. `published`: links to the relay. `readEncoder`: the statistics of
   * the encoder, where it is not the link's own.
   */
  async read(
    links: readonly SendingLink[],
    published: readonly SendingLink[],
    sound: SoundContent,
    readEncoder?: () => Promise<Statistics | undefined>,
  ): Promise<SentSound | null> {
    const [connected, relayed] = [links.filter(isConnected), published.filter(isConnected)];
    const [link] = [...connected, ...relayed];
    if (!link) return null;
    const [sent, encoded] = await Promise.all([link.pc.getStats(), readEncoder?.()]);
    const { bytes, channels } = soundIn(sent);
    const sentKbps = this.#meter.measure(new Map([[link, bytes]]), performance.now()).get(link) ?? null;
    const kbps = sentKbps === null ? null : sentKbps / (1 + (link.soundRepeats ?? 0));
    const made = encoded ? soundIn(encoded).channels : channels;
    return {
      channels: made ?? 'mono',
      kbps,
      maxKbps: SOUND_KBPS[sound],
      watchers: connected.length,
      toRelay: relayed.length > 0,
    };
  }
}

const isConnected = ({ pc }: SendingLink): boolean => pc.connectionState === 'connected';

/** Statistics of sent sound, from the fields of W3C's webrtc-stats. */
export interface SoundFacts {
  readonly bytes: number;
  /** Null before the first packet. */
  readonly channels: SentSound['channels'] | null;
}

/**
 * The codec of Opus always says two channels; its parameters say whether the receiver asked for
 * stereo (RFC 7587, section 7).
 */
export function soundIn(statistics: Statistics): SoundFacts {
  const sent = [...statistics.values()].filter(({ type, kind }) => type === 'outbound-rtp' && kind === 'audio');
  const codec = statistics.get(sent[0]?.codecId ?? '');
  const parameters: string = codec?.sdpFmtpLine ?? '';
  return {
    bytes: sent.reduce((sum, { bytesSent }) => sum + (bytesSent ?? 0), 0),
    channels: codec === undefined ? null : /(^|;) *stereo=1/.test(parameters) ? 'stereo' : 'mono',
  };
}
