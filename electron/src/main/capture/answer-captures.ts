/** Answers the page's requests to capture: each with what was allowed just before, any other one with nothing. */
import type { Session, Streams, WebFrameMain } from 'electron';
import { isTrustedFrame } from '../security/trusted-frame.ts';
import type { Allowance, Allowed } from './allowance.ts';

/** On Wayland Chromium asks the portal whatever screen it is given, so none has to be listed for it. */
const ANY_SCREEN = { id: 'screen:0:0', name: 'Screen' };

interface Answering {
  readonly allowance: Allowance;
  readonly pageUrl: string;
  readonly log: (message: string) => void;
}

function streamsFor(allowed: Allowed, frame: WebFrameMain): Streams {
  switch (allowed.kind) {
    case 'screen':
      return { video: { id: allowed.id, name: 'Screen' } };
    case 'system-picker':
      return { video: ANY_SCREEN };
    case 'system-sound':
      // A page cannot ask for sound alone. The picture of the page itself, dropped at once, shows no screen and needs no permission.
      return { video: frame, audio: 'loopback' };
  }
}

export function answerCaptures(session: Session, { allowance, pageUrl, log }: Answering): void {
  session.setDisplayMediaRequestHandler((request, answer) => {
    const { frame, audioRequested } = request;
    const allowed = isTrustedFrame(frame, pageUrl) ? allowance.take() : undefined;
    if (frame === null || allowed === undefined || (allowed.kind === 'system-sound') !== audioRequested) {
      log('refused a capture that nobody had chosen');
      answer(null);
      return;
    }
    try {
      answer(streamsFor(allowed, frame));
    } catch (error) {
      // The frame has gone in between, and with it whoever asked.
      log(`a capture could not be answered: ${error instanceof Error ? error.message : String(error)}`);
    }
  });
}
