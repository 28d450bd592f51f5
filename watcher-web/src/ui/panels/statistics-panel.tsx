/** The link's figures beside the picture, new each second, and as text for whoever asks for them. */
import { useEffect, useId, useState } from 'react';
import type { Statistics } from '../../report/reception.ts';
import type { WatcherSession } from '../../session/watcher-session.ts';
import { asText, figuresIn, rowsBetween, type FigureRow, type Figures } from '../../statistics/figures.ts';
import type { Deck } from '../deck.ts';
import { CloseIcon } from '../icons.tsx';

const EVERY_MS = 1_000;
/** Rates need a second reading: the first ones should not have to wait a whole second for it. */
const FIRST_MS = 300;

export function StatisticsPanel({ deck: { session, panels, remark, zoom, copyText } }: { readonly deck: Deck }) {
  const rows = useFigures(session);
  const titleId = useId();
  const copy = (): void => {
    const { innerWidth, innerHeight, devicePixelRatio } = window;
    const page = `${innerWidth} × ${innerHeight} at ${devicePixelRatio}, zoom ${Math.round(zoom.scale.get() * 100)} %`;
    const about = [
      { name: 'Page', value: page },
      { name: 'Browser', value: navigator.userAgent },
      { name: 'Time', value: new Date().toISOString() },
    ];
    copyText(asText(rows, about)).then(
      () => remark.say('Copied'),
      () => remark.say('Your browser did not let this be copied. Select it and copy it by hand.', 4_000),
    );
  };
  return (
    <section className="statistics" aria-labelledby={titleId}>
      <header>
        <h2 id={titleId}>Statistics</h2>
        <button type="button" className="quiet" onClick={copy}>
          Copy
        </button>
        <button type="button" aria-label="Close statistics" title="Close (I)" onClick={() => panels.toggleStatistics()}>
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

const nothing: Statistics = new Map();
const blank = (rows: readonly FigureRow[]): readonly FigureRow[] => rows.map(({ name }) => ({ name, value: '–' }));

/** Of the link on the stage; a link that takes its place begins anew. */
function useFigures(session: WatcherSession): readonly FigureRow[] {
  const [rows, setRows] = useState<readonly FigureRow[]>([]);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let before: { readonly linkId: string | undefined; readonly figures: Figures } | undefined;
    let isOver = false;
    const read = async (): Promise<void> => {
      const linkId = session.state.get().link?.linkId;
      const statistics = await session.statistics().catch(() => undefined);
      if (isOver) return;
      const figures = figuresIn(statistics ?? nothing, performance.now());
      const last = before?.linkId === linkId ? before?.figures : undefined;
      before = { linkId, figures };
      timer = setTimeout(() => void read(), last ? EVERY_MS : FIRST_MS);
      setRows(last ? rowsBetween(last, figures) : blank(rowsBetween(figures, figures)));
    };
    void read();
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [session]);
  return rows;
}
