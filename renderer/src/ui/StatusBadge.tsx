/** The status: a word and a shape, and a sentence where there is something to say. */
import type { ReactNode } from 'react';
import type { ServiceCheck } from '@lectern/bridge';
import type { PresenterStatus, PresenterTrouble } from '../session/presenter-status.ts';
import { badgeOf, troubleSentence } from './status.ts';
import { words } from './words.ts';

interface StatusBadgeProps {
  readonly status: PresenterStatus;
  readonly watching: number;
  /** The last check of the service in use. */
  readonly check: ServiceCheck | undefined;
  readonly onTakeBack: () => void;
  /** In place of the sentence where the presenter has to sign in. */
  readonly signIn: ReactNode;
}

const signInTroubles = new Set<PresenterTrouble>(['sign-in-missing', 'sign-in-expired', 'sign-in-refused']);

export function StatusBadge({ status, watching, check, onTakeBack, signIn }: StatusBadgeProps) {
  const badge = badgeOf(status);
  return (
    <div className="status" role="status">
      <span className="badge" data-status={badge}>
        <span className="shape" aria-hidden="true" />
        {words.status.badge[badge]}
      </span>
      {status.name === 'trouble' &&
        (signInTroubles.has(status.trouble) ? (
          signIn
        ) : (
          <span className="sentence">{troubleSentence(status, watching, check)}</span>
        ))}
      {status.name === 'trouble' && (status.trouble === 'replaced' || status.trouble === 'ended-by-admin') && (
        <button type="button" onClick={onTakeBack}>
          {words.status.takeBack[status.trouble]}
        </button>
      )}
      {badge === 'paused' && <span className="sentence quiet">{words.status.paused}</span>}
      {badge === 'offline' && <span className="sentence quiet">{words.status.offline}</span>}
    </div>
  );
}
