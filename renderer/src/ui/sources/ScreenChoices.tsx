/** Screens and windows to choose from, by pointer or by arrow keys and Enter. */
import { useEffect, useId, useRef, type KeyboardEvent } from 'react';
import type { ScreenListing } from '@lectern/bridge';
import { words } from '../words.ts';
import { nextInGrid } from './next-in-grid.ts';

const say = words.picker;

interface SelectionProps {
  readonly selectedId: string | null;
  readonly onSelect: (id: string) => void;
  readonly onShare: (screen: ScreenListing) => void;
}

interface ScreenChoicesProps extends SelectionProps {
  readonly screens: readonly ScreenListing[];
}

const optionsIn = (element: HTMLElement | null): HTMLElement[] => [
  ...(element?.querySelectorAll<HTMLElement>('[role=option]') ?? []),
];

export function ScreenChoices({ screens, ...selection }: ScreenChoicesProps) {
  const all = useRef<HTMLDivElement>(null);
  // The first option takes the focus as soon as there is one.
  useEffect(() => optionsIn(all.current)[0]?.focus(), []);
  const move = (event: KeyboardEvent): void => {
    const options = optionsIn(all.current);
    const from = options.findIndex((option) => option === document.activeElement);
    const to = nextInGrid(options.map(placeOf), from, event.key);
    if (from < 0 || to === undefined) return;
    event.preventDefault();
    options[to]?.focus();
  };
  return (
    <div ref={all} onKeyDown={move}>
      <Group name={say.screens} empty={say.noScreens} {...selection} screens={screens.filter(isScreen)} />
      <Group
        name={say.windows}
        empty={say.noWindows}
        {...selection}
        screens={screens.filter((screen) => !isScreen(screen))}
      />
    </div>
  );
}

const isScreen = ({ kind }: ScreenListing): boolean => kind === 'screen';

function placeOf(element: HTMLElement): { readonly left: number; readonly top: number } {
  const { left, top } = element.getBoundingClientRect();
  return { left, top };
}

interface GroupProps extends ScreenChoicesProps {
  readonly name: string;
  readonly empty: string;
}

function Group({ name, empty, screens, selectedId, ...selection }: GroupProps) {
  const title = useId();
  // The Tab key stops once in each group: at the selected option, else at the first.
  const stop = screens.some(({ id }) => id === selectedId) ? selectedId : screens[0]?.id;
  return (
    <section>
      <h3 id={title}>{name}</h3>
      {screens.length === 0 ? (
        <p className="quiet">{empty}</p>
      ) : (
        <div role="listbox" aria-labelledby={title} className="listings">
          {screens.map((screen) => (
            <ScreenOption
              key={screen.id}
              screen={screen}
              isSelected={screen.id === selectedId}
              isStop={screen.id === stop}
              {...selection}
            />
          ))}
        </div>
      )}
    </section>
  );
}

interface ScreenOptionProps extends Omit<SelectionProps, 'selectedId'> {
  readonly screen: ScreenListing;
  readonly isSelected: boolean;
  readonly isStop: boolean;
}

function ScreenOption({ screen, isSelected, isStop, onSelect, onShare }: ScreenOptionProps) {
  return (
    <button
      type="button"
      role="option"
      aria-selected={isSelected}
      tabIndex={isStop ? 0 : -1}
      className="listing"
      title={screen.label}
      onFocus={() => onSelect(screen.id)}
      onClick={() => onSelect(screen.id)}
      onDoubleClick={() => onShare(screen)}
      onKeyDown={(event) => {
        if (event.key !== 'Enter') return;
        event.preventDefault();
        onShare(screen);
      }}
    >
      <img src={screen.thumbnail} alt="" />
      <span className="listing-name">
        {screen.appIcon !== null && <img src={screen.appIcon} alt="" />}
        <span>{screen.label || say.unnamedWindow}</span>
      </span>
    </button>
  );
}
