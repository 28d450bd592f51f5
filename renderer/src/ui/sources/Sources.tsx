/** The column at the left: every source of picture and sound. */
import { deviceList } from '../../capture/device-list.ts';
import type { Studio } from '../../session/studio.ts';
import { Thumbnail } from '../Picture.tsx';
import { useStore } from '../use-store.ts';
import { words } from '../words.ts';
import { DeviceCard } from './DeviceCard.tsx';
import { Meter } from './Meter.tsx';
import { MicrophoneSound } from './MicrophoneSound.tsx';
import { ScreenCard } from './ScreenCard.tsx';
import { ScreenPicker } from './ScreenPicker.tsx';
import { SystemSoundCard } from './SystemSoundCard.tsx';
import './sources.css';

const say = words.sources;

export function Sources({ studio }: { readonly studio: Studio }) {
  const camera = useStore(studio.camera.state);
  const microphone = useStore(studio.microphone.state);
  const devices = useStore(deviceList);
  return (
    <aside className="sources" aria-label={say.label}>
      <DeviceCard
        kind="camera"
        studio={studio}
        source={studio.camera}
        devices={devices.cameras}
        onTurn={(on) => void studio.turnCamera(on)}
        onChoose={(choice) => void studio.chooseCamera(choice)}
      >
        <div className="thumbnail">
          {camera.name === 'on' && <Thumbnail track={camera.track} label={say.preview(say.name.camera)} />}
        </div>
      </DeviceCard>
      <DeviceCard
        kind="microphone"
        studio={studio}
        source={studio.microphone}
        devices={devices.microphones}
        onTurn={(on) => void studio.turnMicrophone(on)}
        onChoose={(choice) => void studio.chooseMicrophone(choice)}
      >
        <div className="level">
          <Meter track={microphone.name === 'on' ? microphone.track : null} label={say.level(say.name.microphone)} />
          <MicrophoneSound studio={studio} />
        </div>
      </DeviceCard>
      <ScreenCard studio={studio} />
      <SystemSoundCard studio={studio} />
      <ScreenPicker studio={studio} />
    </aside>
  );
}
