/** The stage: what watchers get, exactly. */
import type { DeviceState } from '../capture/device-source.ts';
import type { Air } from '../session/presenter-state.ts';
import { Picture } from './Picture.tsx';

interface StageProps {
  readonly camera: DeviceState;
  readonly air: Air;
}

export function Stage({ camera, air }: StageProps) {
  return (
    <div className="stage" data-air={air}>
      {camera.name === 'on' && <Picture track={camera.track} label="What your watchers see" />}
      {air !== 'paused' && camera.name === 'starting' && <p className="stage-line">Starting the camera…</p>}
      {air !== 'paused' && (camera.name === 'off' || camera.name === 'failed') && (
        <p className="stage-line">No picture. Watchers hear you only.</p>
      )}
      {air === 'paused' && <p className="stage-veil">Paused. Watchers see and hear nothing.</p>}
    </div>
  );
}
