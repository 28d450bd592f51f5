/** How watchers and what is sent to them are put into words and figures. */
import type { WatcherReport } from '@lectern/protocol';
import type { RemovalOutcome } from '../../audience/removals.ts';
import type { Verdict } from '../../audience/verdict.ts';
import type { LayerIndex } from '@lectern/steering';
import type { SentStream } from '../../fan-out/sent-stream.ts';

export const verdictWords: Readonly<Record<Verdict, string>> = {
  fine: 'Fine',
  'bad-line': 'Bad line',
  'slow-device': 'Slow device',
  hidden: 'Looking elsewhere',
  joining: 'Joining',
  reconnecting: 'Reconnecting',
  silent: 'No report',
};

export const verdictHints: Readonly<Record<Verdict, string>> = {
  fine: 'Sees you as you are sent.',
  'bad-line': 'The line to this watcher carries little, or drops much.',
  'slow-device': 'The watcher’s device is too slow for the picture.',
  hidden: 'The page is open, and something else is in front of it.',
  joining: 'The first picture is on its way.',
  reconnecting: 'The path is broken; it is being brought back.',
  silent: 'Connected. The page is too old to say what it sees, or it sleeps.',
};

const routeWords: Readonly<Record<WatcherReport['route'], string>> = {
  direct: 'Direct',
  turn: 'By TURN',
  relay: 'By relay',
};
const soundWords: Readonly<Record<WatcherReport['sound'], string>> = {
  on: '',
  muted: 'muted',
  blocked: 'no sound until a tap',
};

const seconds = (ms: number): string => (ms < 950 ? `${Math.round(ms / 10) / 100} s` : `${(ms / 1000).toFixed(1)} s`);

/** What a report says, cell by cell; dashes while there is none. */
export function reportWords(report: WatcherReport | null) {
  const none = '–';
  if (report === null) return { picture: none, fps: none, delay: none, route: none, sound: '' };
  return {
    picture: report.width === 0 ? none : `${report.width} × ${report.height}`,
    fps: report.width === 0 ? none : String(Math.round(report.fps)),
    delay: report.delayMs === null ? none : seconds(report.delayMs),
    route: routeWords[report.route],
    sound: soundWords[report.sound],
  };
}

export function removalWords(name: string, outcome: RemovalOutcome): string {
  switch (outcome) {
    case 'kept-out':
      return `${name} is out of the room.`;
    case 'cut-off':
      return `${name} gets nothing from you any more. This service is too old to keep the page out of the room as well.`;
    case 'later':
      return `${name} gets nothing from you any more. The service is told as soon as it answers.`;
  }
}

export const layerWords: Readonly<Record<LayerIndex, string>> = { 0: 'Lowest', 1: 'Middle', 2: 'Best' };

export const limitWords: Readonly<Record<SentStream['limitedBy'], string>> = {
  nothing: 'Nothing',
  processor: 'This computer’s processor',
  line: 'The line',
  other: 'Something else',
};

export const rateWords = (kbps: number | null): string => {
  if (kbps === null) return 'Measuring…';
  return kbps < 1_000 ? `${Math.round(kbps / 10) * 10} kbit/s` : `${(kbps / 1_000).toFixed(1)} Mbit/s`;
};
