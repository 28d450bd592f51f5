/** One service: its name, how it stands, and what you can do with it. */
import type { KnownService, ServiceCheck } from '@lectern/bridge';
import { words } from '../words.ts';
import { KeyField } from './KeyField.tsx';
import { SignInField, type SignInActs } from './SignInField.tsx';
import { canBeOverheard, hostOf, standingOf } from './service-standing.ts';

const say = words.services;

interface ServiceCardProps {
  readonly service: KnownService;
  readonly check: ServiceCheck | undefined;
  readonly isDefault: boolean;
  readonly isUsed: boolean;
  readonly canUse: boolean;
  readonly onUse: () => void;
  readonly onRemove: () => void;
  readonly onKey: (key: string | null) => Promise<unknown>;
  readonly signIns: SignInActs;
}

export function ServiceCard(props: ServiceCardProps) {
  const { service, check, isDefault, isUsed, canUse, onUse, onRemove, onKey, signIns } = props;
  const host = hostOf(service.origin);
  const standing = standingOf(check);
  const hasKey = check?.hasKey ?? false;
  const { presenting = 'open', signIn = null } = check?.reach.kind === 'reachable' ? check.reach : {};
  const needsKey = signIn === null && presenting !== 'open';
  return (
    <li className="service" aria-label={host} data-tone={standing.tone}>
      <header>
        <span className="tone" aria-hidden="true" />
        <strong>{service.name === '' ? host : service.name}</strong>
        {service.name !== '' && <span className="quiet">{host}</span>}
        {isUsed && <span className="used">{say.inUse}</span>}
      </header>
      <p className="note" aria-live="polite">
        {standing.state}
        {standing.advice !== null && <span className="advice">{standing.advice}</span>}
      </p>
      {isDefault && <p className="note">{say.isDefault}</p>}
      {canBeOverheard(service.origin) && <p className="note">{say.notPrivate}</p>}
      {(needsKey || hasKey) && <KeyField words={say} host={host} hasKey={hasKey} onKey={onKey} />}
      {signIn !== null && (
        <SignInField
          host={host}
          provider={hostOf(signIn.issuer)}
          offersCode={signIn.deviceCode}
          signedIn={presenting === 'admitted' ? (check?.signedIn ?? null) : null}
          acts={signIns}
        />
      )}
      {!isUsed && (
        <div className="acts">
          <button type="button" disabled={!canUse} onClick={onUse} aria-label={say.chooseLabel(host)}>
            {say.choose}
          </button>
          {!isDefault && (
            <button type="button" onClick={onRemove} aria-label={say.removeLabel(host)}>
              {say.remove}
            </button>
          )}
        </div>
      )}
    </li>
  );
}
