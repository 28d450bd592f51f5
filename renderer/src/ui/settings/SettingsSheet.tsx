/** The settings: one sheet, a few sections, never a second app. */
import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import type { Host } from '@lectern/bridge';
import type { Studio } from '../../session/studio.ts';
import { RecordingSettings } from '../recording/RecordingSettings.tsx';
import { DesktopSettings } from './DesktopSettings.tsx';
import { QualitySettings } from './QualitySettings.tsx';
import { RoomSettings } from './RoomSettings.tsx';
import { ServicesSettings } from './ServicesSettings.tsx';
import './settings.css';

export interface SettingsSectionProps {
  readonly studio: Studio;
  readonly onAir: boolean;
  readonly close: () => void;
}

interface SettingsSheetProps extends Pick<SettingsSectionProps, 'studio' | 'onAir'> {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Those that keep each change at once have nothing to save or to give up. */
const keptAtOnce = (Part: (props: { readonly studio: Studio }) => ReactNode) =>
  function Section({ studio, close }: SettingsSectionProps) {
    return (
      <div>
        <Part studio={studio} />
        <footer>
          <button type="button" className="primary" onClick={close}>
            Done
          </button>
        </footer>
      </div>
    );
  };

const everywhere = [
  { name: 'You and your room', Section: RoomSettings },
  { name: 'Services', Section: ServicesSettings },
  { name: 'Quality', Section: keptAtOnce(QualitySettings) },
  { name: 'Recording', Section: RecordingSettings },
];
const sectionsOf: Readonly<Record<Host['kind'], typeof everywhere>> = {
  desktop: [...everywhere, { name: 'Desktop', Section: keptAtOnce(DesktopSettings) }],
  browser: everywhere,
};

/** Where an arrow or Home and End lead from one of `count` tabs. */
function tabAfter(key: string, current: number, count: number): number | undefined {
  if (key === 'ArrowDown' || key === 'ArrowRight') return (current + 1) % count;
  if (key === 'ArrowUp' || key === 'ArrowLeft') return (current + count - 1) % count;
  if (key === 'Home') return 0;
  return key === 'End' ? count - 1 : undefined;
}

export function SettingsSheet({ studio, isOpen, onAir, onClose }: SettingsSheetProps) {
  const [current, setCurrent] = useState(0);
  const sheet = useRef<HTMLDialogElement>(null);
  const id = useId();
  const sections = sectionsOf[studio.host.kind];
  useEffect(() => {
    if (isOpen) sheet.current?.showModal();
    else sheet.current?.close();
  }, [isOpen]);
  const turn = (event: KeyboardEvent<HTMLDivElement>): void => {
    const next = tabAfter(event.key, current, sections.length);
    if (next === undefined) return;
    event.preventDefault();
    setCurrent(next);
    event.currentTarget.querySelectorAll<HTMLElement>('[role="tab"]').item(next).focus();
  };
  return (
    <dialog className="sheet settings" ref={sheet} aria-labelledby={`${id}-title`} onClose={onClose}>
      <nav>
        <h2 id={`${id}-title`}>Settings</h2>
        <div role="tablist" aria-orientation="vertical" aria-labelledby={`${id}-title`} onKeyDown={turn}>
          {sections.map(({ name }, index) => (
            <button
              key={name}
              type="button"
              role="tab"
              id={`${id}-tab-${index}`}
              aria-selected={index === current}
              aria-controls={`${id}-panel-${index}`}
              tabIndex={index === current ? 0 : -1}
              onClick={() => setCurrent(index)}
            >
              {name}
            </button>
          ))}
        </div>
      </nav>
      {sections.map(({ name, Section }, index) => (
        <div
          key={name}
          className="section"
          role="tabpanel"
          id={`${id}-panel-${index}`}
          aria-labelledby={`${id}-tab-${index}`}
          hidden={index !== current}
        >
          {/* Made anew at each opening: it begins with what is kept, not with what was typed and given up. */}
          {isOpen && index === current && <Section studio={studio} onAir={onAir} close={onClose} />}
        </div>
      ))}
    </dialog>
  );
}
