/** Log lines: one per event that had a consequence, one per transition. Never a secret. */
import type { LinkId } from '@lectern/protocol';
import loglevel from 'loglevel';
import type { LinkInfo, WatcherEvent, WatcherState, WatcherStep } from './watcher-state.ts';

const log = loglevel.getLogger('session');

/** Enough of an id to tell links apart in a log. */
const shortId = (linkId: LinkId): string => linkId.slice(0, 6);

/** Named one by one: tokens, descriptions and candidates must never reach a log. */
function detailsOf(event: WatcherEvent): readonly string[] {
  return [
    'linkId' in event ? shortId(event.linkId) : '',
    'opening' in event ? shortId(event.opening.linkId) : '',
    'code' in event ? event.code : '',
    'reason' in event ? event.reason : '',
    'wish' in event ? String(event.wish) : '',
    'message' in event ? event.message.kind : '',
    'room' in event ? event.room.phase : '',
  ].filter((detail) => detail !== '');
}

const nameOf = (link: LinkInfo | null): string => (link ? `link ${shortId(link.linkId)} ${link.stage}` : 'no link');

function transitionsBetween(before: WatcherState, after: WatcherState): readonly string[] {
  const lines: string[] = [];
  if (before.signaling.name !== after.signaling.name) {
    const code = after.signaling.name === 'refused' ? ` (${after.signaling.code})` : '';
    lines.push(`signaling: ${before.signaling.name} → ${after.signaling.name}${code}`);
  }
  if (before.room?.phase !== after.room?.phase) lines.push(`room: ${after.room?.phase ?? 'unknown'}`);
  const [from, to] = [nameOf(before.link), nameOf(after.link)];
  if (from !== to) lines.push(`on screen: ${from} → ${to}`);
  return lines;
}

interface StepLines {
  readonly debug: readonly string[];
  readonly info: readonly string[];
}

export function linesFor(before: WatcherState, event: WatcherEvent, [after, ...effects]: WatcherStep): StepLines {
  if (after === before && effects.length === 0) return { debug: [], info: [] };
  const names = effects.map(({ type }) => type).join(', ') || 'no effects';
  return {
    debug: [`${[event.type, ...detailsOf(event)].join(' ')}: ${names}`],
    info: transitionsBetween(before, after),
  };
}

export function logStep(before: WatcherState, event: WatcherEvent, result: WatcherStep): void {
  const { debug, info } = linesFor(before, event, result);
  for (const line of debug) log.debug(line);
  for (const line of info) log.info(line);
}
