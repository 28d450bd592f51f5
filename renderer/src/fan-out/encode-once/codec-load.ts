/**
 * Whether this machine keeps up with AV1 beside VP8 or alone. Where it does not, AV1 goes: every
 * watcher decodes VP8, so that it can never go.
 */
import type { Codec } from '@lectern/steering';
import { CODEC_LOAD } from '../../policy/encoding.ts';

/** Of one encoder, since the reading before. */
export interface EncoderLoad {
  /** Mean time for a frame of the slowest layer, in ms; undefined where there was none. */
  readonly encodeMs: number | undefined;
  /** From one frame of the scene to the next, in ms, in the fastest layer that is encoded. */
  readonly frameMs: number;
  /** The browser drops frames of it, since the processor is busy. */
  readonly isLimited: boolean;
}

/** Of those that encode something. */
export type EncoderLoads = Readonly<Partial<Record<Codec, EncoderLoad>>>;

export class CodecLoad {
  /** Since when it has been behind in every reading. */
  #sinceMs: number | null = null;

  /**
   * Whether AV1 has to go. `isText`: of text on a screen AV1 costs less than VP8, so alone it stays
   * unless it is itself too slow.
   */
  observe(loads: EncoderLoads, isText: boolean, nowMs: number): boolean {
    const { vp8, av1 } = loads;
    // Rarely a layer has no frame in a reading, which says nothing.
    if (av1 !== undefined && av1.encodeMs === undefined && !av1.isLimited) return false;
    this.#sinceMs = isBehind({ vp8, av1 }, isText) ? (this.#sinceMs ?? nowMs) : null;
    if (this.#sinceMs === null || nowMs - this.#sinceMs < CODEC_LOAD.behindMs) return false;
    this.#sinceMs = null;
    return true;
  }
}

function isBehind({ vp8, av1 }: Record<Codec, EncoderLoad | undefined>, isText: boolean): boolean {
  if (av1 === undefined) return false;
  if (isLate(av1)) return true;
  const isMachineBusy = av1.isLimited || (vp8 !== undefined && (vp8.isLimited || isLate(vp8)));
  return isMachineBusy && (!isText || vp8 !== undefined);
}

const isLate = ({ encodeMs, frameMs }: EncoderLoad): boolean => (encodeMs ?? 0) > frameMs * CODEC_LOAD.share;
