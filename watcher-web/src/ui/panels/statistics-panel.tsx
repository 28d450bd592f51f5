/** The link's statistics beside the picture, updated each second, and as text to copy. */
import { errorName } from '@lectern/rtc';
import { useEffect, useId, useState } from 'react';
import loglevel from 'loglevel';
import type { Statistics } from '../../health/reception.ts';
import { STATISTICS_FIRST_INTERVAL_MS, STATISTICS_INTERVAL_MS } from '../../policy.ts';
import type { WatcherSession } from '../../session/watcher-session.ts';
import type { Controls } from '../controls.ts';
import { CloseIcon } from '../icons.tsx';
import { words } from '../words.ts';
import { copyWithToast } from './copy-with-toast.ts';
import { asText, figuresIn, rowsBetween, type Figures, type StatisticsRow } from './statistics-figures.ts';

const log = loglevel.getLogger('ui');
const { statistics: labels } = words;

export function StatisticsPanel({ controls }: { readonly controls: Controls }) {
  const { session, panels, zoom } = controls;
  const rows = useStatistics(session);
  const titleId = useId();
  const copy = (): void => copyWithToast(controls)(asText([...rows, ...aboutBrowser(zoom.scale.get())]));
  const close = (): void => panels.toggleSide('statistics');
  return (
    <section className="side-panel statistics" aria-labelledby={titleId}>
      <header>
        <h2 id={titleId}>{labels.title}</h2>
        <button type="button" className="quiet" onClick={copy}>
          {words.panels.copy}
        </button>
        <button
          type="button"
          aria-label={labels.close}
          title={words.controls.withShortcut(words.panels.close, 'I')}
          onClick={close}
        >
          <CloseIcon />
        </button>
      </header>
      <dl>
        {rows.map(({ name, value }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function aboutBrowser(scale: number): readonly StatisticsRow[] {
  const { innerWidth, innerHeight, devicePixelRatio } = window;
  return [
    { name: labels.window, value: labels.windowOf(labels.size(innerWidth, innerHeight), devicePixelRatio, scale) },
    { name: labels.browser, value: navigator.userAgent },
    { name: labels.time, value: new Date().toISOString() },
  ];
}

const nothing: Statistics = new Map();
const blank = (rows: readonly StatisticsRow[]): readonly StatisticsRow[] =>
  rows.map(({ name }) => ({ name, value: labels.unknown }));

/** Of the link on screen. Its successor starts with blank rows. */
function useStatistics(session: WatcherSession): readonly StatisticsRow[] {
  const [rows, setRows] = useState<readonly StatisticsRow[]>([]);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let before: { readonly linkId: string | undefined; readonly figures: Figures } | undefined;
    let isOver = false;
    const read = async (): Promise<void> => {
      const linkId = session.state.get().link?.linkId;
      const statistics = await session.statistics().catch((error: unknown) => {
        log.debug(`no statistics: ${errorName(error)}`);
        return undefined;
      });
      if (isOver) return;
      const figures = figuresIn(statistics ?? nothing, performance.now());
      const last = before?.linkId === linkId ? before?.figures : undefined;
      before = { linkId, figures };
      timer = setTimeout(() => void read(), last ? STATISTICS_INTERVAL_MS : STATISTICS_FIRST_INTERVAL_MS);
      const facts = session.pathFacts();
      setRows(last ? rowsBetween(last, figures, facts) : blank(rowsBetween(figures, figures, facts)));
    };
    void read();
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [session]);
  return rows;
}
