/** The audience at the right: how many watch, and how their links are. */
import type { AudienceCount } from '../fan-out/direct-fan-out.ts';
import type { FanOutReport } from '../fan-out/link-media.ts';
import { Icon } from './icons.tsx';

interface AudienceProps {
  readonly audience: AudienceCount;
  /** In the room by the service's count, with or without a picture. */
  readonly inRoom: number;
  readonly onAir: boolean;
  readonly fanOut: FanOutReport;
}

const people = (count: number): string => (count === 1 ? '1 person' : `${count} people`);

export function Audience({ audience, inRoom, onAir, fanOut }: AudienceProps) {
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
      {onAir && <Quality fanOut={fanOut} />}
      {inRoom === 0 && connected === 0 && (
        <p className="hint">Share the link above. Whoever opens it is counted here.</p>
      )}
    </section>
  );
}

const lowerWords = ['at low quality', 'at medium quality'] as const;

/** Who gets less than the best picture, and what this machine's line carries, where that is what limits it. */
function Quality({ fanOut: { layers, uplinkKbps } }: { readonly fanOut: FanOutReport }) {
  const counts = [0, 1].map((layer) => [...layers.values()].filter((got) => got === layer).length);
  return (
    <>
      {counts.map((count, layer) =>
        count > 0 ? (
          <p className="line" key={lowerWords[layer]}>
            {people(count)} {lowerWords[layer]}
          </p>
        ) : null,
      )}
      {uplinkKbps !== null && (
        <p className="line" data-testid="uplink">
          Your line carries about {(uplinkKbps / 1000).toFixed(1)} Mbit/s
        </p>
      )}
    </>
  );
}
