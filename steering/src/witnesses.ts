/** What the links together tell of the line that they share: whether it is full, and what gets through. */
import type { LayerIndex } from './layers.ts';
import { isReliable } from './link-moves.ts';
import { CALM_QUEUE_MS } from './line-reading.ts';
import { soundKbpsOf, type Room } from './room.ts';
import type { SteeredLink } from './steered-link.ts';
import { isAftermath, TOGETHER_MS, type Uplink, type UplinkTrial } from './uplink.ts';

/** One or two bad lines are their own; it takes three, and half the room, to accuse the line that all share. */
const MANY = 3;
/** Of what was sent when the line was full: part of that went into its buffer. */
const CARRIED = 0.9;

const isNewlyCongested = ({ reading }: SteeredLink, nowMs: number): boolean =>
  reading.congestedSinceMs !== null && nowMs - reading.congestedSinceMs <= TOGETHER_MS;

const isCongestedNow = ({ reading, layer }: SteeredLink, nowMs: number): boolean =>
  layer > 0 && reading.lastCongestedMs === nowMs;

/** Whether the congestion that links show is the shared line's. Links on trial ask for it themselves and do not count. */
export const isShared = (uplink: Uplink, links: readonly SteeredLink[], nowMs: number): boolean => {
  const onTrial = links.filter(({ phase }) => phase.name === 'trying');
  const witnesses = onTrial.length * 2 > links.length ? links : links.filter(({ phase }) => phase.name !== 'trying');
  const count = witnesses.filter(
    (link) => isNewlyCongested(link, nowMs) || (isAftermath(uplink, nowMs) && isCongestedNow(link, nowMs)),
  ).length;
  return count >= MANY && count * 2 >= links.length;
};

/**
 * Whether others suffer from the step that one link was given. Who has the lowest layer had no less to lose before; one that has gone
 * down before may be in trouble of its own again, several of those hardly are.
 */
export const isTrialFelt = ({ sinceMs }: UplinkTrial, others: readonly SteeredLink[], nowMs: number): boolean => {
  const suffering = others.filter((link) => {
    const { congestedSinceMs } = link.reading;
    return (
      heldLayer(link, nowMs) > 0 &&
      congestedSinceMs !== null &&
      congestedSinceMs > sinceMs &&
      isNewlyCongested(link, nowMs)
    );
  });
  const isMany = suffering.length >= MANY - 1 && suffering.length * 4 >= others.length;
  return isMany || suffering.some((link) => isReliable(link, nowMs));
};

/** What it had before it went down in just this congestion. */
const heldLayer = ({ layer, phase }: SteeredLink, nowMs: number): LayerIndex =>
  phase.name === 'retreating' && nowMs - phase.sinceMs <= TOGETHER_MS ? phase.from : layer;

/**
 * What got through, in the measure that layers are counted in: a quiet picture, which sends less, has shown no more than its losses.
 * What waits in the pacer, though, would have been sent if it could. Part of what was sent only filled buffers: an estimate that has
 * sunk tells better; one that was never as high as what the layer needs, as in a link's first second, tells nothing.
 */
export const carriedKbps = (room: Room, nowMs: number): number =>
  [...room.links.values()].reduce((sumKbps, link) => {
    const { sentKbps, queueMs, lossFraction, availableKbps, bestKbps } = link.reading;
    const neededKbps = room.costs[heldLayer(link, nowMs)];
    const offeredKbps = queueMs > CALM_QUEUE_MS ? sentKbps : Math.max(sentKbps, neededKbps);
    const arrivedKbps = offeredKbps * (1 - lossFraction) * CARRIED;
    const wasEnough = link.phase.name === 'retreating' || (bestKbps !== null && bestKbps >= neededKbps);
    const hasSunk = availableKbps !== null && wasEnough && availableKbps < Math.max(bestKbps ?? 0, neededKbps);
    return sumKbps + (hasSunk ? Math.min(availableKbps, arrivedKbps) : arrivedKbps);
  }, soundKbpsOf(room));
