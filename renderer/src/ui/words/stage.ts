/** The stage, its layouts and the slate, and what is drawn into the picture. */
import { notSaved } from './sentences.ts';

export const stageWords = {
  stage: {
    picture: 'What your watchers see',
    layouts: 'Layout',
    layout: { camera: 'Camera', screen: 'Screen', both: 'Both', slate: 'Slate' },
    layoutAndKey: (layout: string, key: number): string => `${layout} (${key})`,
    roundCamera: 'Round camera',
    makeSquare: 'Make the camera square',
    makeRound: 'Make the camera round',
    cameraHandle: 'Camera over the screen. Arrow keys move it. Shift and an arrow key resize it.',
    cameraHandleHint: 'Drag to move. Drag the corner to resize.',
    editSlate: 'Edit slate',
    slate: 'Slate',
    slateText: 'Text',
    noSlateText: 'None',
    slatePicture: 'Your own picture',
    removePicture: 'Remove picture',
    slateProblem: {
      'too-large': 'This picture is very large. Use one of less than 30 MB.',
      'too-detailed': 'This picture has too much detail to keep. Use a simpler one.',
      'no-picture': 'This file can’t be opened as a picture. Use a PNG, JPEG or WebP.',
      'not-now': 'This picture can’t be opened right now. Try again.',
      unreadable: 'This picture can’t be read.',
      'not-saved': notSaved,
      lost: 'The slate’s picture can’t be opened any more. Choose it again.',
      unusable: 'The picture can’t be used. Try another.',
    },
  },

  /** Drawn into the picture, where watchers read it. */
  scene: {
    slate: 'Back soon',
    card: { camera: 'Camera off', screen: 'No screen is shared', both: 'Camera and screen are off' },
  },
};
