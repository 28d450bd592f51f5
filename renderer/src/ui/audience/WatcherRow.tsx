/** One watcher in the list. */
import { memo } from 'react';
import type { WatcherId } from '@lectern/protocol';
import type { AudienceRow } from '../../audience/audience-book.ts';
import { reportWords, verdictHints, verdictWords } from './audience-words.ts';
import { useAskedOnce } from '../use-asked-once.ts';

interface WatcherRowProps {
  readonly row: AudienceRow;
  readonly onRemove: (watcherId: WatcherId, name: string) => void;
}

const time = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });

/** Only rows that have changed are made anew: there may be hundreds. */
export const WatcherRow = memo(function Row({ row, onRemove }: WatcherRowProps) {
  const { watcherId, number, sinceMs, verdict, report } = row;
  const name = `Watcher ${number}`;
  const { picture, fps, delay, route, sound } = reportWords(report);
  return (
    <tr data-verdict={verdict}>
      <th scope="row">{name}</th>
      <td>{time.format(sinceMs)}</td>
      <td title={verdictHints[verdict]}>
        <span className="verdict">
          <span className="shape" aria-hidden="true" />
          {verdictWords[verdict]}
        </span>
        {sound && <span className="quiet"> {sound}</span>}
      </td>
      <td>{picture}</td>
      <td>{fps}</td>
      <td>{delay}</td>
      <td>{route}</td>
      <td>
        <RemoveButton name={name} onRemove={() => onRemove(watcherId, name)} />
      </td>
    </tr>
  );
});

/** Removing cannot be taken back from here, so it asks once, in place. */
function RemoveButton({ name, onRemove }: { readonly name: string; readonly onRemove: () => void }) {
  const [asked, press] = useAskedOnce(onRemove);
  return (
    <button
      type="button"
      className={asked ? 'remove asked' : 'remove'}
      aria-label={asked ? `Really remove ${name}?` : `Remove ${name}`}
      onClick={press}
    >
      {asked ? 'Really?' : 'Remove'}
    </button>
  );
}
