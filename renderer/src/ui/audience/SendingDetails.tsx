/** The truth about what goes out, behind a button beside the status. Looked at only while it is open. */
import { useId, useState } from 'react';
import { SendingWatch } from '../../audience/sending-watch.ts';
import type { SentStream } from '../../fan-out/sent-stream.ts';
import type { Studio } from '../../session/studio.ts';
import { useStore } from '../use-store.ts';
import { layerWords, limitWords, rateWords } from './audience-words.ts';
import './audience.css';

export function SendingDetails({ studio }: { readonly studio: Studio }) {
  const [popover, title] = [useId(), useId()];
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button type="button" className="details-button" popoverTarget={popover}>
        Details
      </button>
      <div
        className="sending-details"
        id={popover}
        popover="auto"
        role="dialog"
        aria-labelledby={title}
        onToggle={({ newState }) => setOpen(newState === 'open')}
      >
        <h2 id={title}>What goes out</h2>
        {isOpen && <Sending studio={studio} />}
      </div>
    </>
  );
}

function Sending({ studio }: { readonly studio: Studio }) {
  const [watch] = useState(() => new SendingWatch(studio.media));
  const streams = useStore(watch);
  const { encoding, uplinkKbps } = useStore(studio.media.report);
  if (streams === null) return <p className="hint">Looking…</p>;
  if (streams.length === 0) return <p className="hint">Nothing just now. Go live, and have somebody watch.</p>;
  return (
    <>
      <table>
        <thead>
          <tr>
            {['Layer', 'Picture', 'Frames/s', 'Bitrate', 'Encoder', 'Limited by', 'Watchers'].map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {streams.toReversed().map((stream) => (
            <StreamRow key={`${stream.layer} ${stream.width} ${stream.limitedBy}`} stream={stream} />
          ))}
        </tbody>
      </table>
      <p className="hint">
        {encoding === 'once' ? 'Encoded once for all watchers.' : 'Encoded for each watcher.'}{' '}
        {uplinkKbps === null
          ? 'Your line has shown no limit.'
          : `Your line carries about ${(uplinkKbps / 1000).toFixed(1)} Mbit/s, and that limits what watchers get.`}
      </p>
    </>
  );
}

function StreamRow({ stream }: { readonly stream: SentStream }) {
  const { layer, width, height, fps, kbps, encoder, limitedBy, watchers } = stream;
  return (
    <tr>
      <th scope="row">{layer === null ? 'Each its own' : layerWords[layer]}</th>
      <td>
        {width} × {height}
      </td>
      <td>{Math.round(fps)}</td>
      <td>{rateWords(watchers === 0 ? 0 : kbps)}</td>
      <td className="encoder">{encoder ?? '–'}</td>
      <td>{limitWords[limitedBy]}</td>
      <td>{watchers}</td>
    </tr>
  );
}
