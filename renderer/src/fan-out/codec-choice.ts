/** Which codec a link gets when its watcher has answered. */
import type { Decoder } from '@lectern/protocol';
import type { Codec, EncodedPicture } from '@lectern/steering';
import { AV1_CAMERA_PROCESSORS } from '../policy/encoding.ts';

/** The watcher that has answered. */
export interface AnsweringWatcher {
  /** What its browser decodes; undefined where it has not said. */
  readonly decodes: readonly Decoder[] | undefined;
  /** AV1 has not done for this watcher before. */
  readonly needsVp8: boolean;
}

/** The presenter's machine, and what it sends. */
export interface CodecConditions {
  readonly picture: Pick<EncodedPicture, 'content' | 'isScreen'>;
  /** Logical ones of this machine. */
  readonly processors: number;
  /** This machine has been too slow for AV1 with such a picture. */
  readonly isTooSlow: boolean;
}

/** Text on a screen takes a fifth of the bitrate in AV1, and less processor time. */
export const isText = ({ content, isScreen }: CodecConditions['picture']): boolean => isScreen && content === 'text';

export function chooseCodec({ decodes, needsVp8 }: AnsweringWatcher, conditions: CodecConditions): Codec {
  const { picture, processors, isTooSlow } = conditions;
  const isDecodedWell = decodes?.some(({ codec, smooth }) => codec === 'av1' && smooth) ?? false;
  if (needsVp8 || isTooSlow || !isDecodedWell) return 'vp8';
  return isText(picture) || processors >= AV1_CAMERA_PROCESSORS ? 'av1' : 'vp8';
}
