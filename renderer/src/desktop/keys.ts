/** Single-key shortcuts: letters that work anywhere in the window, except where one types. Pure. */
import type { LiveCommand } from '@lectern/bridge';
import type { Air } from '../session/presenter-state.ts';

export interface Press {
  readonly key: string;
  readonly isRepeat: boolean;
  readonly hasModifier: boolean;
  /** In a field, a list or a dialog, which use letters themselves. */
  readonly isTaken: boolean;
}

/** M: microphone. C: camera. P: pause, or resume while paused. */
export function commandOf({ key, isRepeat, hasModifier, isTaken }: Press, air: Air): LiveCommand | null {
  if (isRepeat || hasModifier || isTaken) return null;
  switch (key.toLowerCase()) {
    case 'm':
      return 'toggle-microphone';
    case 'c':
      return 'toggle-camera';
    case 'p':
      if (air === 'off') return null;
      return air === 'paused' ? 'resume' : 'pause';
    default:
      return null;
  }
}
