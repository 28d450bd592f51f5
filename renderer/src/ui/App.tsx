/** The presenter's window. */
import { useEffect, useState } from 'react';
import type { DesktopConnection } from '../desktop/connect-desktop.ts';
import { hasLostRoom } from '../session/presenter-state.ts';
import { statusOf } from '../session/presenter-status.ts';
import type { Studio } from '../session/studio.ts';
import { Audience } from './audience/Audience.tsx';
import { SendingDetails } from './audience/SendingDetails.tsx';
import { ControlBar } from './ControlBar.tsx';
import { CloseQuestion } from './desktop/CloseQuestion.tsx';
import { ReturnNote } from './desktop/ReturnNote.tsx';
import { Icon, Mark } from './icons.tsx';
import { LinkBar } from './LinkBar.tsx';
import { PublishingLine } from './publishing/PublishingLine.tsx';
import { RecordButton } from './recording/RecordButton.tsx';
import { RecordingNotices } from './recording/RecordingNotices.tsx';
import { SaveProblemLine } from './SaveProblemLine.tsx';
import { LostAtStart } from './settings/LostAtStart.tsx';
import { ServiceQuestion, WaitingLink } from './settings/ServiceQuestion.tsx';
import { SharpnessSwitch } from './settings/SharpnessSwitch.tsx';
import { SettingsSheet, type SectionName } from './settings/SettingsSheet.tsx';
import { Sources } from './sources/Sources.tsx';
import { LayoutBar } from './stage/LayoutBar.tsx';
import { Stage } from './stage/Stage.tsx';
import { StatusBadge } from './StatusBadge.tsx';
import { StatusSignIn } from './StatusSignIn.tsx';
import { UpdateLine } from './update/UpdateLine.tsx';
import { useLetterKeys } from './use-letter-keys.ts';
import { useStore } from './use-store.ts';
import { words } from './words.ts';

interface AppProps {
  readonly studio: Studio;
  readonly connection: DesktopConnection;
}

export function App({ studio, connection }: AppProps) {
  const { session, desktop } = studio;
  const state = useStore(session.state);
  const audience = useStore(studio.broadcast.watching);
  const camera = useStore(studio.camera.state);
  const microphone = useStore(studio.microphone.state);
  const screen = useStore(studio.screen.state);
  const findings = useStore(studio.services.findings);
  const [isSettingsOpen, setSettingsOpen] = useState(false);
  const [section, setSection] = useState<SectionName>('room');
  useLetterKeys(studio);
  useEffect(
    () =>
      desktop.on('commanded', (command) => {
        if (command === 'open-settings') setSettingsOpen(true);
      }),
    [desktop],
  );
  const status = statusOf(state);
  const onAir = state.air !== 'off';
  return (
    <div className="window" data-status={status.name}>
      <header className="top-bar">
        <h1>
          <Mark />
          <span className="unseen">{words.app}</span>
        </h1>
        <LinkBar watchUrl={state.watchUrl} copy={(text) => desktop.copyText(text)} />
        <UpdateLine studio={studio} isOnAir={onAir} />
        <WaitingLink studio={studio} onAir={onAir} />
        <button type="button" className="plain" aria-label={words.settings} onClick={() => setSettingsOpen(true)}>
          <Icon name="settings" />
        </button>
      </header>
      <Sources studio={studio} />
      <main>
        <Stage studio={studio} air={state.air} />
        <LayoutBar sceneSettings={studio.sceneSettings}>
          <SharpnessSwitch studio={studio} />
        </LayoutBar>
        <div className="status-line">
          <StatusBadge
            status={status}
            watching={audience.connected}
            check={findings[studio.serviceUrl]}
            onTakeBack={() => session.takeBack()}
            signIn={<StatusSignIn studio={studio} status={status} />}
          />
          <SendingDetails studio={studio} />
        </div>
        <PublishingLine studio={studio} />
        <SaveProblemLine studio={studio} />
      </main>
      <aside>
        <Audience
          studio={studio}
          onSetPasscode={() => {
            setSection('entry');
            setSettingsOpen(true);
          }}
        />
      </aside>
      <ControlBar
        air={state.air}
        cameraOn={camera.name !== 'off'}
        microphoneOn={microphone.name !== 'off'}
        screenOn={screen.name === 'on'}
        canGoLive={!hasLostRoom(state)}
        onCamera={(on) => void studio.turnCamera(on)}
        onMicrophone={(on) => void studio.turnMicrophone(on)}
        onShare={() => void studio.screen.ask()}
        onStopSharing={() => studio.screen.stop()}
        onPause={() => session.pause()}
        onResume={() => session.resume()}
        onGoLive={() => session.goLive()}
        onStop={() => session.stop()}
      >
        <RecordButton recording={studio.recording} />
      </ControlBar>
      <RecordingNotices recording={studio.recording} desktop={desktop} host={studio.host} />
      <ReturnNote connection={connection} session={session} />
      <CloseQuestion desktop={desktop} session={session} />
      <LostAtStart host={studio.host} />
      <ServiceQuestion studio={studio} onAir={onAir} />
      <SettingsSheet
        studio={studio}
        isOpen={isSettingsOpen}
        section={section}
        onSection={setSection}
        onAir={onAir}
        onClose={() => setSettingsOpen(false)}
      />
    </div>
  );
}
