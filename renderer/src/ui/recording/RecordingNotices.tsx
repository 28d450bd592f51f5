/** What became of recordings: kept, ended early, found after an interruption, or not possible. Each stays until it is put away. */
import { useState } from 'react';
import type { DesktopApi, Host, KeptRecording } from '@lectern/bridge';
import type { Recording } from '../../recording/recording.ts';
import { Icon } from '../icons.tsx';
import { useStore } from '../use-store.ts';
import { interruptedSentence, keptSentence } from './recording-words.ts';
import './recording.css';

interface RecordingNoticesProps {
  readonly recording: Recording;
  readonly desktop: DesktopApi;
  readonly host: Host;
}

export function RecordingNotices({ recording, desktop, host }: RecordingNoticesProps) {
  const state = useStore(recording.state);
  const interrupted = useStore(recording.interrupted);
  const show = host.kind === 'desktop' ? (file: KeptRecording) => desktop.showRecording(file.path) : undefined;
  return (
    <div className="recording-notices" role="status">
      {interrupted.map((file) => (
        <Notice
          key={file.path}
          onShow={show && (() => show(file))}
          onDismiss={() => recording.dismissInterrupted(file)}
        >
          {interruptedSentence(file)}
        </Notice>
      ))}
      {state.name === 'kept' && (
        <Notice
          key={state.file.path}
          isTrouble={state.because !== null}
          onShow={show && (() => show(state.file))}
          onDismiss={() => recording.dismiss()}
        >
          {keptSentence(state.file, state.because)}
        </Notice>
      )}
      {state.name === 'failed' && (
        <Notice isTrouble onShow={undefined} onDismiss={() => recording.dismiss()}>
          {state.why}
        </Notice>
      )}
    </div>
  );
}

interface NoticeProps {
  readonly children: string;
  readonly isTrouble?: boolean;
  readonly onShow: (() => Promise<void>) | undefined;
  readonly onDismiss: () => void;
}

function Notice({ children, isTrouble = false, onShow, onDismiss }: NoticeProps) {
  const [trouble, setTrouble] = useState<string | null>(null);
  const show = (): void => {
    onShow?.().catch((error: unknown) => setTrouble(error instanceof Error ? error.message : String(error)));
  };
  return (
    <div className="recording-notice" data-trouble={isTrouble || trouble !== null}>
      <Icon name="reel" />
      <p>{trouble ?? children}</p>
      {onShow && (
        <button type="button" onClick={show}>
          Show in folder
        </button>
      )}
      <button type="button" className="plain" aria-label="Put away" onClick={onDismiss}>
        <Icon name="close" />
      </button>
    </div>
  );
}
