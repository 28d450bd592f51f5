/** What every section of the settings gets, and the Done button of those that save at once. */
import type { ReactNode } from 'react';
import type { Studio } from '../../session/studio.ts';
import { words } from '../words.ts';

export interface SettingsSectionProps {
  readonly studio: Studio;
  readonly onAir: boolean;
  readonly close: () => void;
}

/** For a section that saves each change at once: it has nothing left to save or to cancel. */
export const withDoneButton = (Content: (props: SettingsSectionProps) => ReactNode) =>
  function Section(props: SettingsSectionProps) {
    return (
      <div>
        <Content {...props} />
        <footer>
          <button type="button" className="primary" onClick={props.close}>
            {words.done}
          </button>
        </footer>
      </div>
    );
  };
