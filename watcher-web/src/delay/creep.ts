/**
 * Whether what plays has fallen behind for no good reason: a while of frames that wait longer than their network makes them. What piled up does
 * not always go by itself (docs/adr/0016): a page that stood still for some seconds, or a presenter's sound that did, leaves browsers with a
 * wrong idea of the presenter's clock for minutes. Nothing within a link mends that; a fresh link does, and takes over without a gap.
 */
import type { LinkId } from '@lectern/protocol';
import { waitBetween, type Reception } from '../report/reception.ts';

export interface Creep {
  readonly linkId: LinkId | null;
  readonly before: Reception | null;
  /** Late readings of late: each punctual one takes one away. */
  readonly late: number;
  /** Where a fresh link has not helped, it's the device or the line: each next one comes twice as late. */
  readonly pauseMs: number;
  readonly notBeforeMs: number;
}

/** More than the network asks for, sound and picture waiting for each other included. */
const LATE_MS = 150;
const PAUSE_MS = { first: 30_000, most: 15 * 60_000 };
/** After so long without trouble, it is another trouble. */
const FORGET_MS = 10 * 60_000;

export const noCreep: Creep = {
  linkId: null,
  before: null,
  late: 0,
  pauseMs: PAUSE_MS.first,
  notBeforeMs: Number.NEGATIVE_INFINITY,
};

/** `patience`: so many late readings more than punctual ones; each watcher has its own, since a whole audience may fall behind together. */
export function step(creep: Creep, linkId: LinkId, reading: Reception, patience: number): readonly [Creep, 'renew'?] {
  const before = creep.linkId === linkId ? creep.before : null;
  const since = before === null ? 0 : creep.late;
  const next: Creep = {
    ...creep,
    linkId,
    before: reading,
    late: isLate(before, reading) ? since + 1 : Math.max(0, since - 1),
  };
  const { atMs } = reading;
  if (next.late < patience || atMs < creep.notBeforeMs) return [next];
  const pauseMs = atMs - creep.notBeforeMs > FORGET_MS ? PAUSE_MS.first : Math.min(PAUSE_MS.most, creep.pauseMs * 2);
  return [{ ...next, late: 0, pauseMs, notBeforeMs: atMs + pauseMs }, 'renew'];
}

function isLate(before: Reception | null, after: Reception): boolean {
  const picture = before && waitBetween(before.picture, after.picture);
  if (!picture) return false;
  const sound = waitBetween(before.sound, after.sound);
  return picture.ms > Math.max(picture.neededMs, sound?.neededMs ?? 0) + LATE_MS;
}
