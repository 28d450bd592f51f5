/** The list of watchers over the window: who needs a look comes first, and one of them can be removed. */
import { useCallback, useId, useRef, useState } from 'react';
import type { WatcherId } from '@lectern/protocol';
import type { AudienceRow } from '../../audience/audience-book.ts';
import type { AudienceDesk } from '../../audience/audience-desk.ts';
import { Icon } from '../icons.tsx';
import { removalWords } from './audience-words.ts';
import { WatcherRow } from './WatcherRow.tsx';

interface WatcherListProps {
  readonly rows: readonly AudienceRow[];
  readonly desk: Pick<AudienceDesk, 'remove'>;
}

export function WatcherList({ rows, desk }: WatcherListProps) {
  const [popover, title] = [useId(), useId()];
  const [isOpen, setOpen] = useState(false);
  const [said, setSaid] = useState('');
  const panel = useRef<HTMLDivElement>(null);
  // The same function for good, so that rows that have not changed are not made anew.
  const remove = useCallback(
    (watcherId: WatcherId, name: string): void => {
      // Its row is about to go, and the focus with it.
      panel.current?.focus();
      void desk.remove(watcherId).then((outcome) => setSaid(removalWords(name, outcome)));
    },
    [desk],
  );
  return (
    <>
      <button type="button" popoverTarget={popover} disabled={rows.length === 0 && !isOpen}>
        Show everyone
      </button>
      <div
        className="watcher-list"
        id={popover}
        ref={panel}
        popover="auto"
        role="dialog"
        aria-labelledby={title}
        tabIndex={-1}
        onToggle={({ newState }) => {
          setOpen(newState === 'open');
          if (newState === 'closed') setSaid('');
        }}
      >
        <header>
          <h2 id={title}>Watchers</h2>
          <button
            type="button"
            className="plain"
            aria-label="Close the list"
            popoverTarget={popover}
            popoverTargetAction="hide"
          >
            <Icon name="close" />
          </button>
        </header>
        <p className="said" role="status">
          {said}
        </p>
        {isOpen && rows.length === 0 && <p className="hint">Nobody watches just now.</p>}
        {isOpen && rows.length > 0 && <WatcherTable rows={rows} onRemove={remove} />}
      </div>
    </>
  );
}

interface WatcherTableProps {
  readonly rows: readonly AudienceRow[];
  readonly onRemove: (watcherId: WatcherId, name: string) => void;
}

function WatcherTable({ rows, onRemove }: WatcherTableProps) {
  return (
    <div className="scroll" tabIndex={0} role="group" aria-label="All watchers">
      <table>
        <thead>
          <tr>
            {['Watcher', 'Since', 'How it is', 'Picture', 'Frames/s', 'Delay', 'Route'].map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
            <td />
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <WatcherRow key={row.watcherId} row={row} onRemove={onRemove} />
          ))}
        </tbody>
      </table>
    </div>
  );
}
