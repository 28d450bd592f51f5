/** Quality, zoom without a gesture, and the controls that have no place in the bar. */
import { useCallback, useEffect, useState, type ReactNode } from 'react';
import type { Controls } from '../controls.ts';
import { ChartIcon, KeyboardIcon, MinusIcon, PictureInPictureIcon, PlusIcon, ScreensIcon } from '../icons.tsx';
import { ZOOM_STEP } from '../shortcuts.ts';
import { useStore } from '../use-store.ts';
import { words } from '../words.ts';
import { qualityChoices } from './quality-choices.ts';
import { Sheet } from './sheet.tsx';

const { settings: labels } = words;

interface SettingsProps {
  readonly controls: Controls;
}

export function SettingsSheet({ controls }: SettingsProps) {
  const { panels, pictureInPicture, otherScreens } = controls;
  const close = useCallback(() => panels.closeSheet('settings'), [panels]);
  const windowState = useStore(pictureInPicture.state);
  const hasOtherScreens = useStore(otherScreens.available);
  const hasKeyboard = useStore(controls.hasKeyboard);
  return (
    <Sheet title={labels.title} place="corner" onClose={close}>
      <QualityChoices controls={controls} />
      <ZoomSteps controls={controls} />
      <ul className="rows">
        {windowState !== 'unavailable' && (
          <Row icon={<PictureInPictureIcon />} onPress={() => void pictureInPicture.toggle()} close={close}>
            {windowState === 'in-window' ? words.controls.exitPictureInPicture : words.controls.enterPictureInPicture}
          </Row>
        )}
        {hasOtherScreens && (
          <Row icon={<ScreensIcon />} onPress={() => void otherScreens.choose()} close={close}>
            {words.controls.otherScreen}
          </Row>
        )}
        <Row icon={<ChartIcon />} onPress={() => panels.toggleSide('statistics')} close={close}>
          {labels.statistics}
        </Row>
        {hasKeyboard && (
          <Row icon={<KeyboardIcon />} onPress={() => panels.openSheet('shortcuts')} close={close}>
            {labels.shortcuts}
          </Row>
        )}
      </ul>
    </Sheet>
  );
}

interface RowProps {
  readonly icon: ReactNode;
  readonly onPress: () => void;
  readonly close: () => void;
  readonly children: ReactNode;
}

function Row({ icon, onPress, close, children }: RowProps) {
  return (
    <li>
      <button
        type="button"
        onClick={() => {
          close();
          onPress();
        }}
      >
        {icon}
        <span>{children}</span>
      </button>
    </li>
  );
}

function QualityChoices({ controls: { session, player } }: SettingsProps) {
  const { link, wish } = useStore(session.state);
  const lines = useVideoLines(player.video);
  const choices = qualityChoices(link?.media?.layers ?? [], wish === 'sound' ? 0 : lines);
  if (choices.length === 0) return null;
  return (
    <fieldset>
      <legend>{labels.quality}</legend>
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

const linesOf = ({ videoWidth, videoHeight }: HTMLVideoElement): number => Math.min(videoWidth, videoHeight);

/** The shorter side of the decoded picture in pixels, or 0: an upright Full HD is 1080p as well. */
function useVideoLines(video: HTMLVideoElement): number {
  const [lines, setLines] = useState(() => linesOf(video));
  useEffect(() => {
    const read = (): void => setLines(linesOf(video));
    video.addEventListener('resize', read);
    return () => video.removeEventListener('resize', read);
  }, [video]);
  return lines;
}

/** For watchers who cannot pinch or drag. Arrow keys pan. */
function ZoomSteps({ controls: { zoom } }: SettingsProps) {
  const scale = useStore(zoom.scale);
  return (
    <div className="zoom-steps" role="group" aria-label={labels.zoom}>
      <span>{labels.zoom}</span>
      <button
        type="button"
        aria-label={labels.zoomOut}
        disabled={scale === 1}
        onClick={() => zoom.zoomBy(1 / ZOOM_STEP)}
      >
        <MinusIcon />
      </button>
      <output>{words.controls.percent(scale)}</output>
      <button type="button" aria-label={labels.zoomIn} onClick={() => zoom.zoomBy(ZOOM_STEP)}>
        <PlusIcon />
      </button>
    </div>
  );
}
