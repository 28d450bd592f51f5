/** One service: its name, what it answered, and what can be done with it. */
import type { KnownService, ServiceCheck } from '@lectern/bridge';
import { KeyField } from './KeyField.tsx';
import { hostOf, canBeListenedTo, wordsOf } from './service-words.ts';

interface ServiceCardProps {
  readonly service: KnownService;
  readonly check: ServiceCheck | undefined;
  readonly isDefault: boolean;
  readonly isUsed: boolean;
  readonly canUse: boolean;
  readonly onUse: () => void;
  readonly onRemove: () => void;
  readonly onKey: (key: string | null) => Promise<void>;
}

export function ServiceCard({ service, check, isDefault, isUsed, canUse, onUse, onRemove, onKey }: ServiceCardProps) {
  const host = hostOf(service.origin);
  const words = wordsOf(check);
  const hasKey = check?.hasKey ?? false;
  const wantsKey = check?.reach.kind === 'reachable' && check.reach.presenting !== 'open';
  return (
    <li className="service" aria-label={host} data-tone={words.tone}>
      <header>
        <span className="mark-of-state" aria-hidden="true" />
        <strong>{service.name === '' ? host : service.name}</strong>
        {service.name !== '' && <span className="quiet">{host}</span>}
        {isUsed && <span className="used">In use</span>}
      </header>
      <p className="note" aria-live="polite">
        {words.state}
        {words.advice !== null && <span className="advice">{words.advice}</span>}
      </p>
      {isDefault && <p className="note">Came with this app.</p>}
      {canBeListenedTo(service.origin) && (
        <p className="note">Without https: others in the same network could listen in on the way to the service.</p>
      )}
      {(wantsKey || hasKey) && <KeyField host={host} hasKey={hasKey} onKey={onKey} />}
      {!isUsed && (
        <div className="acts">
          <button type="button" disabled={!canUse} onClick={onUse} aria-label={`Use ${host}`}>
            Use this one
          </button>
          {!isDefault && (
            <button type="button" onClick={onRemove} aria-label={`Remove ${host}`}>
              Remove
            </button>
          )}
        </div>
      )}
    </li>
  );
}
