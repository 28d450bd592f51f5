/** One line under a card that says what is odd, and the way to the system's settings where that helps. */
import type { PrivacySubject } from '@lectern/bridge';
import type { Studio } from '../../session/studio.ts';

interface NoteProps {
  readonly words: string | null;
  /** Set where the system withholds it. */
  readonly blocked?: PrivacySubject | undefined;
  readonly studio: Studio;
}

export function Note({ words, blocked, studio }: NoteProps) {
  const hasSettings = blocked !== undefined && studio.host.privacySettings.includes(blocked);
  return (
    <>
      {/* Always there, so that what comes into it is read out. */}
      <p className="note" role="status">
        {words}
      </p>
      {hasSettings && (
        <button type="button" onClick={() => void studio.desktop.openPrivacySettings(blocked)}>
          Open system settings
        </button>
      )}
    </>
  );
}
