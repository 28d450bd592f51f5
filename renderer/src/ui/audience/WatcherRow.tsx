/** One watcher in the list. */
import { memo } from 'react';
import type { WatcherId } from '@lectern/protocol';
import type { AudienceRow } from '../../audience/audience.ts';
import { useConfirmation } from '../use-confirmation.ts';
import { words } from '../words.ts';
import { cellsOf } from './report-cells.ts';

const say = words.watchers;

interface WatcherRowProps {
  readonly row: AudienceRow;
  /** The question whether to remove it is shown. */
  readonly onAsk: () => void;
  readonly onRemove: (watcherId: WatcherId, name: string) => void;
}

const time = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });

/** Memoized: there may be hundreds of rows, and few change at a time. */
export const WatcherRow = memo(function Row({ row, onAsk, onRemove }: WatcherRowProps) {
  const { watcherId, number, sinceMs, verdict, report, ownTurn } = row;
  const name = say.name(number);
  const { resolution, frameRate, delay, route, routeReason, sound } = cellsOf(report, ownTurn);
  return (
    <tr data-verdict={verdict}>
      <th scope="row">{name}</th>
      <td>{time.format(sinceMs)}</td>
      <td title={say.hint[verdict]}>
        <span className="verdict">
          <span className="shape" aria-hidden="true" />
          {say.verdict[verdict]}
        </span>
        {sound && <span className="quiet"> {sound}</span>}
      </td>
      <td>{resolution}</td>
      <td>{frameRate}</td>
      <td>{delay}</td>
      <td title={routeReason?.hint}>
        {route}
        {routeReason && <span className="quiet"> {routeReason.label}</span>}
      </td>
      <td>
        <RemoveButton name={name} onAsk={onAsk} onRemove={() => onRemove(watcherId, name)} />
      </td>
    </tr>
  );
});

interface RemoveButtonProps {
  readonly name: string;
  readonly onAsk: () => void;
  readonly onRemove: () => void;
}

/** Removing cannot be undone here, so the button asks first, in place. */
function RemoveButton({ name, onAsk, onRemove }: RemoveButtonProps) {
  const [isAsking, press] = useConfirmation(onRemove);
  return (
    <button
      type="button"
      className={isAsking ? 'remove asked' : 'remove'}
      aria-label={isAsking ? say.removeQuestionLabel(name) : say.removeLabel(name)}
      onClick={() => {
        if (!isAsking) onAsk();
        press();
      }}
    >
      {isAsking ? say.removeQuestion : say.remove}
    </button>
  );
}
