/** What became of recordings: saved, ended early, interrupted, failed. Stays until dismissed. */
import type { DesktopApi, Host, SavedRecording } from '@lectern/bridge';
import type { Recording } from '../../recording/recording.ts';
import { Icon } from '../icons.tsx';
import { useStore } from '../use-store.ts';
import { useAttempt } from '../use-attempt.ts';
import { words } from '../words.ts';
import { emptySentence, problemSentence, savedSentence } from './recording-text.ts';
import './recording.css';

interface RecordingNoticesProps {
  readonly recording: Recording;
  readonly desktop: DesktopApi;
  readonly host: Host;
}

export function RecordingNotices({ recording, desktop, host }: RecordingNoticesProps) {
  const state = useStore(recording.state);
  const interrupted = useStore(recording.interrupted);
  const show = host.kind === 'desktop' ? (file: SavedRecording) => desktop.showRecording(file.path) : undefined;
  return (
    <div className="recording-notices" role="status">
      {interrupted.map((file) => (
        <Notice
          key={file.path}
          onShow={show && (() => show(file))}
          onDismiss={() => recording.dismissInterrupted(file)}
        >
          {words.recording.interrupted(file.name)}
        </Notice>
      ))}
      {state.name === 'saved' && (
        <Notice
          key={state.file.path}
          isTrouble={state.reason !== null}
          onShow={show && (() => show(state.file))}
          onDismiss={() => recording.dismiss()}
        >
          {savedSentence(state.file, state.reason)}
        </Notice>
      )}
      {(state.name === 'failed' || state.name === 'empty') && (
        <Notice isTrouble onShow={undefined} onDismiss={() => recording.dismiss()}>
          {state.name === 'failed' ? problemSentence(state.reason) : emptySentence(state.reason)}
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
  const { problem, attempt } = useAttempt();
  return (
    <div className="recording-notice" data-trouble={isTrouble || problem !== null}>
      <Icon name="reel" />
      <p>{problem ?? children}</p>
      {onShow && (
        <button type="button" onClick={() => void attempt(onShow())}>
          {words.recording.showInFolder}
        </button>
      )}
      <button type="button" className="plain" aria-label={words.dismiss} onClick={onDismiss}>
        <Icon name="close" />
      </button>
    </div>
  );
}
