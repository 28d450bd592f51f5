/** What the steps of the ladders come to: how many watchers a line carries at an equal picture. */

/** One layer of one codec, as a watcher got it. */
export interface Step {
  /** 0 is the lowest. */
  readonly layer: number;
  /** Of the picture, without headers of packets: the mean, and the highest of any second. */
  readonly kbps: number;
  readonly peakKbps: number;
  readonly fps: number;
  readonly ssim: number;
  /** In dB, of the mean of the square errors. */
  readonly psnr: number;
  /** Mean time for a frame; null where the runtime does not say. */
  readonly encodeMs: number | null;
}

export type Steps = Readonly<Record<string, readonly Step[]>>;

/** Headers and retransmissions; sound. Both as the steering counts them. */
const OVERHEAD = 1.06;
const SOUND_KBPS = 64;
const LINE_KBPS = 20_000;

export const watchersOnLine = ({ kbps }: Step): number => Math.floor(LINE_KBPS / (kbps * OVERHEAD + SOUND_KBPS));

/** A picture that is less like its source, or has fewer frames, is no equal one. */
const EQUAL = { psnrLoss: 1.5, frames: 0.85 };
/** Half of the last digit that is printed. */
const SSIM_DIGIT = 0.0005;

export const isNoWorse = (step: Step, reference: Step): boolean =>
  step.ssim >= reference.ssim - SSIM_DIGIT &&
  step.psnr >= reference.psnr - EQUAL.psnrLoss &&
  step.fps >= reference.fps * EQUAL.frames;

export interface Watchers {
  /** With the cheapest step whose picture is no worse than VP8's top layer. */
  readonly best: number;
  /** With VP8's top layer. */
  readonly today: number;
}

/** Null where VP8's top layer was not measured. */
export function watchersWith(steps: Steps): Watchers | null {
  const reference = (steps['vp8'] ?? []).toSorted((a, b) => b.layer - a.layer)[0];
  if (!reference) return null;
  const alike = Object.values(steps).flatMap((some) => some.filter((step) => isNoWorse(step, reference)));
  return { best: Math.max(...alike.map(watchersOnLine)), today: watchersOnLine(reference) };
}

/** Of bytes that have come by each time. */
export function rates(received: readonly { readonly atMs: number; readonly bytes: number }[]): {
  readonly kbps: number;
  readonly peakKbps: number;
} {
  const [first, last] = [received[0], received.at(-1)];
  if (!first || !last || first === last) return { kbps: 0, peakKbps: 0 };
  const kbpsFrom = (from: typeof first, to: typeof first): number =>
    ((to.bytes - from.bytes) * 8) / (to.atMs - from.atMs);
  const seconds = received.flatMap((from) => {
    const to = received.find(({ atMs }) => atMs >= from.atMs + 1_000);
    return to ? [kbpsFrom(from, to)] : [];
  });
  const kbps = kbpsFrom(first, last);
  return { kbps: Math.round(kbps), peakKbps: Math.round(Math.max(kbps, ...seconds)) };
}
