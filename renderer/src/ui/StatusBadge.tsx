/** The status: a word and a shape, and a sentence where there is something to say. */
import type { ServiceCheck } from '@lectern/bridge';
import type { PresenterStatus } from '../session/presenter-status.ts';
import { badgeOf, troubleSentence } from './status.ts';
import { words } from './words.ts';

interface StatusBadgeProps {
  readonly status: PresenterStatus;
  readonly watching: number;
  /** The last check of the service in use. */
  readonly check: ServiceCheck | undefined;
  readonly onTakeBack: () => void;
}

export function StatusBadge({ status, watching, check, onTakeBack }: StatusBadgeProps) {
  const badge = badgeOf(status);
  return (
    <div className="status" role="status">
      <span className="badge" data-status={badge}>
        <span className="shape" aria-hidden="true" />
        {words.status.badge[badge]}
      </span>
      {status.name === 'trouble' && <span className="sentence">{troubleSentence(status, watching, check)}</span>}
      {status.name === 'trouble' && status.trouble === 'replaced' && (
        <button type="button" onClick={onTakeBack}>
          {words.status.takeBack}
        </button>
      )}
      {badge === 'paused' && <span className="sentence quiet">{words.status.paused}</span>}
      {badge === 'offline' && <span className="sentence quiet">{words.status.offline}</span>}
    </div>
  );
}
