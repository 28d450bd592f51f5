/** Details of what is sent, behind a button beside the status. Measured only while it is open. */
import { useId, useState } from 'react';
import { SentStreams } from '../../audience/sent-streams.ts';
import type { SentSound } from '../../fan-out/sent-sound.ts';
import type { SentStream } from '../../fan-out/sent-stream.ts';
import type { Studio } from '../../session/studio.ts';
import { bitrateText, soundRateText, uploadText } from '../figures.ts';
import { useStore } from '../use-store.ts';
import { words } from '../words.ts';
import { NOTHING } from './report-cells.ts';
import './audience.css';

const say = words.sending;

export function SendingDetails({ studio }: { readonly studio: Studio }) {
  const [popover, title] = [useId(), useId()];
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button type="button" className="details-button" popoverTarget={popover}>
        {say.open}
      </button>
      <div
        className="sending-details"
        id={popover}
        popover="auto"
        role="dialog"
        aria-labelledby={title}
        onToggle={({ newState }) => setOpen(newState === 'open')}
      >
        <h2 id={title}>{say.title}</h2>
        {isOpen && <Sending studio={studio} />}
      </div>
    </>
  );
}

function Sending({ studio }: { readonly studio: Studio }) {
  const { media } = studio.broadcast;
  const [sentStreams] = useState(() => new SentStreams(media));
  const sent = useStore(sentStreams);
  const { encoding, uplinkKbps } = useStore(media.report);
  const tooSlow = useStore(media.tooSlow);
  if (sent === null) return <p className="hint">{say.measuring}</p>;
  const { streams, sound } = sent;
  if (streams.length === 0 && sound === null) return <p className="hint">{say.nothing}</p>;
  return (
    <>
      <table>
        <thead>
          <tr>
            {say.columns.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {streams.toReversed().map((stream) => (
            <StreamRow key={`${stream.codec} ${stream.layer} ${stream.width} ${stream.limitedBy}`} stream={stream} />
          ))}
          {sound !== null && <SoundRow sound={sound} />}
        </tbody>
      </table>
      <p className="hint">
        {tooSlow.includes('av1') && `${say.tooSlow} `}
        {say.encoding[encoding]} {uplinkKbps === null ? say.noLimit : say.uploadLimit(uploadText(uplinkKbps))}
      </p>
    </>
  );
}

function SoundRow({ sound: { channels, kbps, maxKbps, watchers, toRelay } }: { readonly sound: SentSound }) {
  return (
    <tr>
      <th scope="row">{say.sound}</th>
      <td>{say.channels[channels]}</td>
      <td>{NOTHING}</td>
      <td>{kbps === null ? say.measuring : say.ofMost(soundRateText(kbps), soundRateText(maxKbps))}</td>
      <td className="encoder">Opus</td>
      <td>{NOTHING}</td>
      <td>{say.receivers(watchers, toRelay)}</td>
    </tr>
  );
}

function StreamRow({ stream }: { readonly stream: SentStream }) {
  const { layer, width, height, fps, codec, encoder, limitedBy, watchers, toRelay } = stream;
  const made = [codec, encoder].filter((name) => name !== null);
  const kbps = watchers === 0 && !toRelay ? 0 : stream.kbps;
  return (
    <tr>
      <th scope="row">{layer === null ? say.ownLayer : say.layer[layer]}</th>
      <td>
        {width} × {height}
      </td>
      <td>{Math.round(fps)}</td>
      <td>{kbps === null ? say.measuring : bitrateText(kbps)}</td>
      <td className="encoder">{made.length > 0 ? made.join(' · ') : NOTHING}</td>
      <td>{say.limitedBy[limitedBy]}</td>
      <td>{say.receivers(watchers, toRelay)}</td>
    </tr>
  );
}
