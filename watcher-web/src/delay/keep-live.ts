/** Feeds the readings of the link on the stage to the watch over its delay. */
import type { LinkId } from '@lectern/protocol';
import type { Reception } from '../report/reception.ts';
import { noCreep, step } from './creep.ts';

/** So many late readings at least, and at most: an audience that fell behind together does not come back together. */
const PATIENCE = { least: 4, most: 9 };

export function keepLive(renew: (linkId: LinkId) => void): (linkId: LinkId, reading: Reception) => void {
  const patience = PATIENCE.least + Math.random() * (PATIENCE.most - PATIENCE.least);
  let creep = noCreep;
  return (linkId, reading) => {
    const [next, wish] = step(creep, linkId, reading, patience);
    creep = next;
    if (wish === 'renew') renew(linkId);
  };
}
