/** Quality, zoom without a gesture, and everything that is pressed seldom. */
import { useCallback, useEffect, useState, type ReactNode } from 'react';
import { qualityChoices } from '../../quality/quality-choices.ts';
import type { Deck } from '../deck.ts';
import { ChartIcon, KeyboardIcon, MinusIcon, PictureInPictureIcon, PlusIcon, ScreensIcon } from '../icons.tsx';
import { ZOOM_STEP } from '../shortcuts.ts';
import { useStore } from '../use-store.ts';
import { Sheet } from './sheet.tsx';

export function SettingsSheet({ deck }: { readonly deck: Deck }) {
  const { panels, pictureInPicture, otherScreens } = deck;
  const close = useCallback(() => panels.close('settings'), [panels]);
  const windowState = useStore(pictureInPicture.state);
  const hasOtherScreens = useStore(otherScreens.available);
  return (
    <Sheet title="Settings" place="corner" onClose={close}>
      <QualityChoices deck={deck} />
      <ZoomSteps deck={deck} />
      <ul className="rows">
        {windowState !== 'impossible' && (
          <Row icon={<PictureInPictureIcon />} press={() => void pictureInPicture.toggle()} close={close}>
            {windowState === 'in-window' ? 'Back from the small window' : 'Picture in picture'}
          </Row>
        )}
        {hasOtherScreens && (
          <Row icon={<ScreensIcon />} press={() => void otherScreens.choose()} close={close}>
            Play on another screen
          </Row>
        )}
        <Row icon={<ChartIcon />} press={() => panels.toggleStatistics()} close={close}>
          Statistics
        </Row>
        <Row icon={<KeyboardIcon />} press={() => panels.open('keys')} close={close}>
          Keyboard
        </Row>
      </ul>
    </Sheet>
  );
}

interface RowProps {
  readonly icon: ReactNode;
  readonly press: () => void;
  readonly close: () => void;
  readonly children: ReactNode;
}

function Row({ icon, press, close, children }: RowProps) {
  return (
    <li>
      <button
        type="button"
        onClick={() => {
          close();
          press();
        }}
      >
        {icon}
        <span>{children}</span>
      </button>
    </li>
  );
}

function QualityChoices({ deck: { session, player } }: { readonly deck: Deck }) {
  const { link, wish } = useStore(session.state);
  const height = useHeight(player.video);
  const choices = qualityChoices(link?.media?.layers ?? [], wish === 'sound' ? 0 : height);
  if (choices.length === 0) return null;
  return (
    <fieldset>
      <legend>Quality</legend>
      {choices.map((choice) => (
        <label key={choice.wish}>
          <input
            type="radio"
            name="quality"
            checked={choice.wish === wish}
            onChange={() => session.dispatch({ type: 'wish-changed', wish: choice.wish })}
          />
          <span>{choice.name}</span>
          {choice.detail && <small>{choice.detail}</small>}
        </label>
      ))}
    </fieldset>
  );
}

/** Of the decoded picture. */
function useHeight(video: HTMLVideoElement): number {
  const [height, setHeight] = useState(video.videoHeight);
  useEffect(() => {
    const read = (): void => setHeight(video.videoHeight);
    video.addEventListener('resize', read);
    return () => video.removeEventListener('resize', read);
  }, [video]);
  return height;
}

/** For whoever cannot pinch or drag; what was zoomed to is moved about with the arrow keys or by dragging. */
function ZoomSteps({ deck: { zoom } }: { readonly deck: Deck }) {
  const scale = useStore(zoom.scale);
  return (
    <div className="zoom-steps" role="group" aria-label="Zoom">
      <span>Zoom</span>
      <button type="button" aria-label="Farther" disabled={scale === 1} onClick={() => zoom.by(1 / ZOOM_STEP)}>
        <MinusIcon />
      </button>
      <output>{Math.round(scale * 100)} %</output>
      <button type="button" aria-label="Nearer" onClick={() => zoom.by(ZOOM_STEP)}>
        <PlusIcon />
      </button>
    </div>
  );
}
