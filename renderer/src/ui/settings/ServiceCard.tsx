/** One service: its name, how it stands, and what you can do with it. */
import type { KnownService, ServiceCheck } from '@lectern/bridge';
import { words } from '../words.ts';
import { KeyField } from './KeyField.tsx';
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
}

export function ServiceCard({ service, check, isDefault, isUsed, canUse, onUse, onRemove, onKey }: ServiceCardProps) {
  const host = hostOf(service.origin);
  const standing = standingOf(check);
  const hasKey = check?.hasKey ?? false;
  const needsKey = check?.reach.kind === 'reachable' && check.reach.presenting !== 'open';
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
      {(needsKey || hasKey) && <KeyField host={host} hasKey={hasKey} onKey={onKey} />}
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
