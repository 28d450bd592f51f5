/**
 * Answers the page's capture requests: each with the choice made just before, any other with
 * nothing.
 */
import type { Session, Streams, WebFrameMain } from 'electron';
import { reasonOf, type Logger } from '../log/logger.ts';
import { isTrustedFrame } from '../security/trusted-frame.ts';
import type { CaptureGrant, GrantedChoice } from './capture-grant.ts';

/**
 * On Wayland Chromium opens the portal for any screen that it is given, so none has to be listed
 * first.
 */
const ANY_SCREEN = { id: 'screen:0:0', name: 'Screen' };

interface AnswerOptions {
  readonly grant: CaptureGrant;
  readonly pageUrl: string;
  readonly log: Logger;
}

function streamsFor(choice: GrantedChoice, frame: WebFrameMain): Streams {
  switch (choice.kind) {
    case 'screen':
      return { video: { id: choice.id, name: 'Screen' } };
    case 'system-picker':
      return { video: ANY_SCREEN };
    case 'system-sound':
      // A page cannot request sound alone. It gets its own picture with it, which it drops; that
      // needs no permission.
      return { video: frame, audio: 'loopback' };
  }
}

export function answerCaptures(session: Session, { grant, pageUrl, log }: AnswerOptions): void {
  session.setDisplayMediaRequestHandler((request, answer) => {
    const { frame, audioRequested } = request;
    const choice = isTrustedFrame(frame, pageUrl) ? grant.use() : undefined;
    if (frame === null || choice === undefined || (choice.kind === 'system-sound') !== audioRequested) {
      log.warn('refused a capture without a choice of the person');
      answer(null);
      return;
    }
    try {
      answer(streamsFor(choice, frame));
      // The page tries a lost computer sound again every few seconds, and says itself when it is
      // on.
      log[choice.kind === 'system-sound' ? 'debug' : 'info'](`granted a capture: ${choice.kind}`);
    } catch (error) {
      // The frame has gone since it asked.
      log.debug(`could not answer a capture request: ${reasonOf(error)}`);
    }
  });
}
