/** One line under a card that says what is wrong, and a button for the system's settings. */
import type { PrivacySubject } from '@lectern/bridge';
import type { Studio } from '../../session/studio.ts';
import { words } from '../words.ts';

interface NoteProps {
  readonly text: string | null;
  /** Set where the system blocks the source. */
  readonly blocked?: PrivacySubject | undefined;
  readonly studio: Studio;
}

export function Note({ text, blocked, studio }: NoteProps) {
  const hasSettings = blocked !== undefined && studio.host.privacySettings.includes(blocked);
  return (
    <>
      {/* Always in the document, so that screen readers announce what appears in it. */}
      <p className="note" role="status">
        {text}
      </p>
      {hasSettings && (
        <button type="button" onClick={() => void studio.desktop.openPrivacySettings(blocked)}>
          {words.openSystemSettings}
        </button>
      )}
    </>
  );
}
