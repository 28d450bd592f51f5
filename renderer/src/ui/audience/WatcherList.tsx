/** The list of watchers: those in trouble come first, and each can be removed. */
import { useCallback, useId, useRef, useState } from 'react';
import type { WatcherId } from '@lectern/protocol';
import type { AudienceRow } from '../../audience/audience.ts';
import type { PresenterSession } from '../../session/presenter-session.ts';
import { Icon } from '../icons.tsx';
import { words } from '../words.ts';
import { WatcherRow } from './WatcherRow.tsx';

const say = words.watchers;

interface WatcherListProps {
  readonly rows: readonly AudienceRow[];
  readonly onRemove: PresenterSession['removeWatcher'];
  /** Null where the room has a passcode: without one, a removed person can come back. */
  readonly onSetPasscode: (() => void) | null;
}

export function WatcherList({ rows, onRemove, onSetPasscode }: WatcherListProps) {
  const [popover, title] = [useId(), useId()];
  const [isOpen, setOpen] = useState(false);
  const [outcome, setOutcome] = useState('');
  const [isRemoving, setRemoving] = useState(false);
  const startRemoving = useCallback(() => setRemoving(true), []);
  const panel = useRef<HTMLDivElement>(null);
  // One function for all renders, so that unchanged rows do not render again.
  const remove = useCallback(
    (watcherId: WatcherId, name: string): void => {
      // The row goes away, and would take the focus with it.
      panel.current?.focus();
      void onRemove(watcherId).then((removal) => setOutcome(say.removal[removal](name)));
    },
    [onRemove],
  );
  return (
    <>
      <button type="button" popoverTarget={popover} disabled={rows.length === 0 && !isOpen}>
        {words.audience.showAll}
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
          if (newState === 'open') return;
          setOutcome('');
          setRemoving(false);
        }}
      >
        <header>
          <h2 id={title}>{say.title}</h2>
          <button
            type="button"
            className="plain"
            aria-label={say.close}
            popoverTarget={popover}
            popoverTargetAction="hide"
          >
            <Icon name="close" />
          </button>
        </header>
        <p className="outcome" role="status">
          {outcome}
        </p>
        <div className="acts" aria-live="polite">
          {isRemoving && onSetPasscode !== null && (
            <>
              <span>{say.canComeBack}</span>
              <button type="button" onClick={onSetPasscode}>
                {say.setPasscode}
              </button>
            </>
          )}
        </div>
        {isOpen && rows.length === 0 && <p className="hint">{say.none}</p>}
        {isOpen && rows.length > 0 && <WatcherTable rows={rows} onAsk={startRemoving} onRemove={remove} />}
      </div>
    </>
  );
}

interface WatcherTableProps {
  readonly rows: readonly AudienceRow[];
  /** The question whether to remove one is shown. */
  readonly onAsk: () => void;
  readonly onRemove: (watcherId: WatcherId, name: string) => void;
}

function WatcherTable({ rows, onAsk, onRemove }: WatcherTableProps) {
  return (
    <div className="scroll" tabIndex={0} role="group" aria-label={say.label}>
      <table>
        <thead>
          <tr>
            {say.columns.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
            <td />
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <WatcherRow key={row.watcherId} row={row} onAsk={onAsk} onRemove={onRemove} />
          ))}
        </tbody>
      </table>
    </div>
  );
}
