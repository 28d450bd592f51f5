/** The audience at the right: how many watch, how they are in one sentence, and the list of them behind a button. */
import type { Studio } from '../../session/studio.ts';
import { audienceSentence } from '../../audience/sentence.ts';
import type { FanOutReport } from '../../fan-out/link-media.ts';
import { Icon } from '../icons.tsx';
import { useStore } from '../use-store.ts';
import { WatcherList } from './WatcherList.tsx';
import './audience.css';

export function Audience({ studio }: { readonly studio: Studio }) {
  const { session } = studio;
  const { air, watchers: inRoom } = useStore(session.state);
  const { connected } = useStore(session.audience);
  const fanOut = useStore(session.fanOut);
  const { rows, counts } = useStore(session.watchers.view);
  const onAir = air !== 'off';
  const sentence = onAir ? audienceSentence(counts) : null;
  const isWell = counts['bad-line'] + counts['slow-device'] + counts.reconnecting === 0;
  return (
    <section className="audience" aria-label="Audience">
      <header>
        <Icon name="people" />
        <h2>Audience</h2>
      </header>
      <p className="count" data-testid="watching">
        <strong>{onAir ? connected : inRoom}</strong> {onAir ? 'watching' : 'waiting'}
      </p>
      {sentence !== null && (
        <p className="sentence" data-tone={isWell ? 'fine' : 'warn'} data-testid="audience-sentence">
          {sentence}
        </p>
      )}
      {onAir && <Quality fanOut={fanOut} />}
      {onAir && <WatcherList rows={rows} desk={session.watchers} />}
      {inRoom === 0 && connected === 0 && (
        <p className="hint">Share the link above. Whoever opens it is counted here.</p>
      )}
    </section>
  );
}

const people = (count: number): string => (count === 1 ? '1 person' : `${count} people`);
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
