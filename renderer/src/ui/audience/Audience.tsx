/** The audience at the right: how many watch, one sentence about them, a button for the list. */
import type { Studio } from '../../session/studio.ts';
import type { MediaReport } from '../../fan-out/link-media.ts';
import { uploadText } from '../figures.ts';
import { Icon } from '../icons.tsx';
import { useStore } from '../use-store.ts';
import { words } from '../words.ts';
import { audienceSentence } from './audience-sentence.ts';
import { FanOutLine } from './FanOutLine.tsx';
import { StreamLine } from './StreamLine.tsx';
import { Lobby } from './Lobby.tsx';
import { WatcherList } from './WatcherList.tsx';
import './audience.css';

const say = words.audience;

interface AudienceProps {
  readonly studio: Studio;
  readonly onSetPasscode: () => void;
}

export function Audience({ studio, onSetPasscode }: AudienceProps) {
  const { session, broadcast } = studio;
  const { air, inRoom } = useStore(session.state);
  const { connected } = useStore(broadcast.watching);
  const mediaReport = useStore(broadcast.media.report);
  const { digest } = useStore(broadcast.relay.state);
  const entry = useStore(studio.entry.entry);
  const { rows, counts } = useStore(broadcast.audience.view);
  const phase = useStore(session.stream.phase);
  const onAir = air !== 'off';
  const isLive = onAir || phase !== 'none';
  const sentence = onAir ? audienceSentence(counts) : null;
  const isWell = counts['no-path'] + counts['bad-line'] + counts['slow-device'] + counts.reconnecting === 0;
  return (
    <section className="audience" aria-label={say.title}>
      <header>
        <Icon name="people" />
        <h2>{say.title}</h2>
      </header>
      <p className="count" data-testid="watching">
        <strong>{onAir ? connected : inRoom}</strong> {isLive ? say.watching : say.waiting}
      </p>
      {phase !== 'none' && <StreamLine phase={phase} onAir={onAir} />}
      <Lobby session={session} />
      {sentence !== null && (
        <p className="sentence" data-tone={isWell ? 'fine' : 'warn'} data-testid="audience-sentence">
          {sentence}
        </p>
      )}
      {onAir && <FanOutLine relay={broadcast.relay.state} />}
      {onAir && <Quality report={mediaReport} relayed={digest?.layers ?? []} />}
      {isLive && (
        <WatcherList
          rows={rows}
          onRemove={session.removeWatcher}
          onSetPasscode={entry?.passcode === null ? onSetPasscode : null}
        />
      )}
      {inRoom === 0 && connected === 0 && <p className="hint">{say.empty}</p>}
    </section>
  );
}

interface QualityProps {
  readonly report: MediaReport;
  /** How many watchers of the relay get each layer, the lowest first. */
  readonly relayed: readonly number[];
}

/** How many get less than the best layer, and the upload's capacity where that is the limit. */
function Quality({ report: { layers, uplinkKbps }, relayed }: QualityProps) {
  return (
    <>
      {say.belowBest.map((quality, layer) => {
        const count = layers.filter((sent) => sent === layer).length + (relayed[layer] ?? 0);
        return count === 0 ? null : (
          <p className="line" key={quality}>
            {say.atQuality(count, quality)}
          </p>
        );
      })}
      {uplinkKbps !== null && (
        <p className="line" data-testid="uplink">
          {say.upload(uploadText(uplinkKbps))}
        </p>
      )}
    </>
  );
}
