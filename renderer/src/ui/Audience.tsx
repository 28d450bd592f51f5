/** The audience at the right: how many watch, and how their links are. */
import type { AudienceCount } from '../fan-out/direct-fan-out.ts';
import { Icon } from './icons.tsx';

interface AudienceProps {
  readonly audience: AudienceCount;
  /** In the room by the service's count, with or without a picture. */
  readonly inRoom: number;
  readonly onAir: boolean;
}

const people = (count: number): string => (count === 1 ? '1 person' : `${count} people`);

export function Audience({ audience, inRoom, onAir }: AudienceProps) {
  const { connected, joining, interrupted } = audience;
  return (
    <section className="audience" aria-label="Audience">
      <header>
        <Icon name="people" />
        <h2>Audience</h2>
      </header>
      <p className="count" data-testid="watching">
        <strong>{onAir ? connected : inRoom}</strong> {onAir ? 'watching' : 'waiting'}
      </p>
      {onAir && joining > 0 && <p className="line">{people(joining)} joining</p>}
      {onAir && interrupted > 0 && <p className="line warn">{people(interrupted)} reconnecting</p>}
      {inRoom === 0 && connected === 0 && (
        <p className="hint">Share the link above. Whoever opens it is counted here.</p>
      )}
    </section>
  );
}
