/** The settings: one sheet with a few sections. */
import { useEffect, useId, useRef, type KeyboardEvent, type ReactNode } from 'react';
import type { Host } from '@lectern/bridge';
import { RecordingSettings } from '../recording/RecordingSettings.tsx';
import { SaveProblemLine } from '../SaveProblemLine.tsx';
import { words } from '../words.ts';
import { DesktopSettings } from './DesktopSettings.tsx';
import { EntrySettings } from './EntrySettings.tsx';
import { PublishingSettings } from './PublishingSettings.tsx';
import { QualitySettings } from './QualitySettings.tsx';
import { RoomSettings } from './RoomSettings.tsx';
import { withDoneButton, type SettingsSectionProps } from './section.tsx';
import { ServicesSettings } from './ServicesSettings.tsx';
import './settings.css';

const { sections: titles } = words;

interface SettingsSheetProps extends Pick<SettingsSectionProps, 'studio' | 'onAir'> {
  readonly isOpen: boolean;
  /** The one that is shown. */
  readonly section: SectionName;
  readonly onSection: (section: SectionName) => void;
  readonly onClose: () => void;
}

export type SectionName = keyof typeof titles;

interface SheetSection {
  readonly name: SectionName;
  readonly Section: (props: SettingsSectionProps) => ReactNode;
}

const everywhere: readonly SheetSection[] = [
  { name: 'room', Section: RoomSettings },
  { name: 'entry', Section: withDoneButton(EntrySettings) },
  { name: 'services', Section: withDoneButton(ServicesSettings) },
  { name: 'quality', Section: withDoneButton(QualitySettings) },
  { name: 'recording', Section: withDoneButton(RecordingSettings) },
];
const sectionsOf: Readonly<Record<Host['kind'], readonly SheetSection[]>> = {
  desktop: [
    ...everywhere,
    { name: 'publishing', Section: withDoneButton(PublishingSettings) },
    { name: 'desktop', Section: withDoneButton(DesktopSettings) },
  ],
  browser: everywhere,
};

/** The tab that an arrow key, Home or End leads to, out of `count` tabs. */
function tabAfter(key: string, current: number, count: number): number | undefined {
  if (key === 'ArrowDown' || key === 'ArrowRight') return (current + 1) % count;
  if (key === 'ArrowUp' || key === 'ArrowLeft') return (current + count - 1) % count;
  if (key === 'Home') return 0;
  return key === 'End' ? count - 1 : undefined;
}

export function SettingsSheet({ studio, isOpen, section, onSection, onAir, onClose }: SettingsSheetProps) {
  const sheet = useRef<HTMLDialogElement>(null);
  const id = useId();
  const sections = sectionsOf[studio.host.kind];
  const current = Math.max(
    0,
    sections.findIndex(({ name }) => name === section),
  );
  useEffect(() => {
    if (isOpen) sheet.current?.showModal();
    else sheet.current?.close();
  }, [isOpen]);
  const onTabKey = (event: KeyboardEvent<HTMLDivElement>): void => {
    const next = tabAfter(event.key, current, sections.length);
    if (next === undefined) return;
    event.preventDefault();
    const shown = sections[next];
    if (shown) onSection(shown.name);
    event.currentTarget.querySelectorAll<HTMLElement>('[role="tab"]').item(next).focus();
  };
  return (
    <dialog className="sheet settings" ref={sheet} aria-labelledby={`${id}-title`} onClose={onClose}>
      <nav>
        <h2 id={`${id}-title`}>{words.settings}</h2>
        <div role="tablist" aria-orientation="vertical" aria-labelledby={`${id}-title`} onKeyDown={onTabKey}>
          {sections.map(({ name }, index) => (
            <button
              key={name}
              type="button"
              role="tab"
              id={`${id}-tab-${index}`}
              aria-selected={index === current}
              aria-controls={`${id}-panel-${index}`}
              tabIndex={index === current ? 0 : -1}
              onClick={() => onSection(name)}
            >
              {titles[name]}
            </button>
          ))}
        </div>
        {isOpen && <SaveProblemLine studio={studio} />}
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
          {/* Mounted at each opening, so that it starts with what is saved. */}
          {isOpen && index === current && <Section studio={studio} onAir={onAir} close={onClose} />}
        </div>
      ))}
    </dialog>
  );
}
