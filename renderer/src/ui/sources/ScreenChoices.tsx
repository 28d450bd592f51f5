/** Screens and windows to choose from: by pointer, or by arrow keys and Enter. */
import { useEffect, useId, useRef, type KeyboardEvent } from 'react';
import type { ScreenListing } from '@lectern/bridge';
import { nextInGrid } from './next-in-grid.ts';

interface Choosing {
  readonly selectedId: string | null;
  readonly onSelect: (id: string) => void;
  readonly onShare: (screen: ScreenListing) => void;
}

interface ScreenChoicesProps extends Choosing {
  readonly screens: readonly ScreenListing[];
}

const optionsIn = (element: HTMLElement | null): HTMLElement[] => [
  ...(element?.querySelectorAll<HTMLElement>('[role=option]') ?? []),
];

export function ScreenChoices({ screens, ...choosing }: ScreenChoicesProps) {
  const all = useRef<HTMLDivElement>(null);
  // The first choice is ready for the keyboard as soon as there is one.
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
      <Group name="Screens" empty="No screen was found." {...choosing} screens={screens.filter(isScreen)} />
      <Group
        name="Windows"
        empty="No window is open. What you open appears here."
        {...choosing}
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

function Group({ name, empty, screens, selectedId, ...choosing }: GroupProps) {
  const title = useId();
  // One stop of the Tab key in each group: the selected choice, else the first.
  const stop = screens.some(({ id }) => id === selectedId) ? selectedId : screens[0]?.id;
  return (
    <section>
      <h3 id={title}>{name}</h3>
      {screens.length === 0 ? (
        <p className="quiet">{empty}</p>
      ) : (
        <div role="listbox" aria-labelledby={title} className="listings">
          {screens.map((screen) => (
            <Choice
              key={screen.id}
              screen={screen}
              isSelected={screen.id === selectedId}
              isStop={screen.id === stop}
              {...choosing}
            />
          ))}
        </div>
      )}
    </section>
  );
}

interface ChoiceProps extends Omit<Choosing, 'selectedId'> {
  readonly screen: ScreenListing;
  readonly isSelected: boolean;
  readonly isStop: boolean;
}

function Choice({ screen, isSelected, isStop, onSelect, onShare }: ChoiceProps) {
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
        <span>{screen.label || 'Unnamed window'}</span>
      </span>
    </button>
  );
}
