/** A link from outside asks to add a service, and the presenter decides. While live, it waits. */
import { useEffect, useRef } from 'react';
import type { ServiceProposal } from '@lectern/bridge';
import type { Studio } from '../../session/studio.ts';
import { Problem } from '../Problem.tsx';
import { useAttempt } from '../use-attempt.ts';
import { useStore } from '../use-store.ts';
import { words } from '../words.ts';
import { canBeOverheard, hostOf } from './service-standing.ts';
import '../quiet-line.css';
import './settings.css';

const say = words.proposal;

interface ServiceQuestionProps {
  readonly studio: Studio;
  readonly onAir: boolean;
}

export function ServiceQuestion({ studio, onAir }: ServiceQuestionProps) {
  const proposal = useStore(studio.services.proposal);
  if (proposal === null || onAir) return null;
  return <Question key={proposal.id} studio={studio} proposal={proposal} />;
}

/** Always in the document, so that screen readers announce what appears in it. */
export function WaitingLink({ studio, onAir }: ServiceQuestionProps) {
  const proposal = useStore(studio.services.proposal);
  const text = proposal !== null && onAir ? say.waiting(hostOf(proposal.origin)) : null;
  return (
    <div className="quiet-line" role="status">
      {text !== null && <span title={text}>{text}</span>}
    </div>
  );
}

function Question({ studio, proposal }: { readonly studio: Studio; readonly proposal: ServiceProposal }) {
  const { services } = useStore(studio.settings);
  const { problem, attempt } = useAttempt();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const { id, origin, name, hasKey } = proposal;
  const host = hostOf(origin);
  const isKnown = origin === studio.host.defaultServiceUrl || services.some((service) => service.origin === origin);
  const answer = (wanted: boolean): void => void attempt(studio.answerProposal({ id, wanted }));
  return (
    <dialog
      className="sheet question"
      ref={dialog}
      aria-labelledby="service-question"
      onCancel={(event) => {
        event.preventDefault();
        answer(false);
      }}
    >
      <h2 id="service-question">{isKnown ? say.knownQuestion(host) : say.newQuestion(host)}</h2>
      {name !== '' && <p>{say.name(name)}</p>}
      <p className="note">
        {hasKey && `${say.bringsKey} `}
        {say.meaning}
      </p>
      {canBeOverheard(origin) && <p className="note">{words.services.notPrivate}</p>}
      <Problem text={problem} />
      <footer>
        <button type="button" onClick={() => answer(false)}>
          {say.notNow}
        </button>
        <button type="button" className="primary" onClick={() => answer(true)}>
          {isKnown ? say.accept : say.addAndUse}
        </button>
      </footer>
    </dialog>
  );
}
