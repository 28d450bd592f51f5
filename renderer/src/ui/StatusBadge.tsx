/** The one honest status: a word and a shape, and a sentence where there is something to say. */
import type { PresenterStatus } from '../session/presenter-status.ts';
import type { ServiceCheck } from '@lectern/bridge';
import { statusLook, statusWord, troubleSentence } from './words.ts';

interface StatusBadgeProps {
  readonly status: PresenterStatus;
  readonly watching: number;
  /** The last look at the service in use. */
  readonly check: ServiceCheck | undefined;
  readonly onTakeBack: () => void;
}

export function StatusBadge({ status, watching, check, onTakeBack }: StatusBadgeProps) {
  const look = statusLook(status);
  return (
    <div className="status" role="status">
      <span className="badge" data-status={look}>
        <span className="shape" aria-hidden="true" />
        {statusWord(status)}
      </span>
      {status.name === 'trouble' && <span className="sentence">{troubleSentence(status, watching, check)}</span>}
      {status.name === 'trouble' && status.trouble === 'replaced' && (
        <button type="button" onClick={onTakeBack}>
          Present from here
        </button>
      )}
      {look === 'paused' && <span className="sentence quiet">On air with your slate.</span>}
      {look === 'offline' && <span className="sentence quiet">Nobody sees or hears you.</span>}
    </div>
  );
}
