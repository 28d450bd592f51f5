/** The camera's place over the screen: drag it, resize it at its corner, or use the arrow keys. */
import { useRef, type KeyboardEvent, type PointerEvent } from 'react';
import type { CameraInset } from '@lectern/bridge';
import { insetBox } from '../../scene/geometry.ts';
import type { SceneSettings } from '../../scene/scene-settings.ts';
import type { Size } from '../../scene/scene-layout.ts';
import { useStore } from '../use-store.ts';
import { words } from '../words.ts';
import { movedBy, nudge } from './move-inset.ts';

interface Grip {
  readonly way: 'move' | 'resize';
  readonly from: CameraInset;
  readonly x: number;
  readonly y: number;
}

export function CameraHandle({ sceneSettings, size }: { readonly sceneSettings: SceneSettings; readonly size: Size }) {
  const { inset } = useStore(sceneSettings.state);
  const grip = useRef<Grip | null>(null);
  const box = insetBox(inset, size);

  const grab = (event: PointerEvent<HTMLButtonElement>): void => {
    if (event.button !== 0) return;
    const isCorner = event.target instanceof Element && event.target.closest('.camera-corner') !== null;
    grip.current = { way: isCorner ? 'resize' : 'move', from: inset, x: event.clientX, y: event.clientY };
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  const drag = ({ clientX, clientY, currentTarget }: PointerEvent<HTMLButtonElement>): void => {
    const picture = currentTarget.parentElement?.getBoundingClientRect();
    if (!grip.current || !picture) return;
    const { way, from, x, y } = grip.current;
    const by = { x: clientX - x, y: clientY - y };
    sceneSettings.moveCamera(movedBy(from, by, { way, picture }));
  };
  const release = (): void => {
    if (grip.current) void sceneSettings.saveCamera();
    grip.current = null;
  };
  const press = (event: KeyboardEvent): void => {
    const change = nudge(inset, event.key, event.shiftKey);
    if (!change) return;
    event.preventDefault();
    sceneSettings.moveCamera(change);
  };

  return (
    <button
      type="button"
      className="camera-handle"
      data-shape={inset.shape}
      aria-label={words.stage.cameraHandle}
      title={words.stage.cameraHandleHint}
      style={{
        left: percent(box.x / size.width),
        top: percent(box.y / size.height),
        width: percent(box.width / size.width),
        height: percent(box.height / size.height),
      }}
      onPointerDown={grab}
      onPointerMove={drag}
      onPointerUp={release}
      onPointerCancel={release}
      onKeyDown={press}
      onKeyUp={() => void sceneSettings.saveCamera()}
    >
      <span className="camera-corner" />
    </button>
  );
}

const percent = (fraction: number): string => `${String(fraction * 100)}%`;
