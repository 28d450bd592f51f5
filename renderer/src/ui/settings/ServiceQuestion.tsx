/** A link from outside asks to add a service. The person decides; while live it waits, and one line says so. */
import { useEffect, useRef, useState } from 'react';
import type { ServiceProposal } from '@lectern/bridge';
import type { Studio } from '../../session/studio.ts';
import { useStore } from '../use-store.ts';
import { hostOf, canBeListenedTo } from './service-words.ts';
import '../quiet-line.css';
import './settings.css';

interface ServiceQuestionProps {
  readonly studio: Studio;
  readonly onAir: boolean;
}

export function ServiceQuestion({ studio, onAir }: ServiceQuestionProps) {
  const proposal = useStore(studio.lookout.proposal);
  if (proposal === null || onAir) return null;
  return <Question key={proposal.id} studio={studio} proposal={proposal} />;
}

/** Always there, so that screen readers are told what comes into it. */
export function WaitingLink({ studio, onAir }: ServiceQuestionProps) {
  const proposal = useStore(studio.lookout.proposal);
  const words = proposal !== null && onAir ? `A link to ${hostOf(proposal.origin)} waits until you stop.` : null;
  return (
    <div className="quiet-line" role="status">
      {words !== null && <span title={words}>{words}</span>}
    </div>
  );
}

function Question({ studio, proposal }: { readonly studio: Studio; readonly proposal: ServiceProposal }) {
  const { services } = useStore(studio.settings);
  const [problem, setProblem] = useState<string | null>(null);
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const { id, origin, name, hasKey } = proposal;
  const host = hostOf(origin);
  const isKnown = origin === studio.host.defaultServiceUrl || services.some((service) => service.origin === origin);
  const answer = (wanted: boolean): void => {
    studio
      .answerProposal({ id, wanted })
      .catch((error: unknown) => setProblem(error instanceof Error ? error.message : 'That did not work.'));
  };
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
      <h2 id="service-question">{isKnown ? `Use the service ${host}?` : `Add the service ${host} and use it?`}</h2>
      {name !== '' && <p>Its admin calls it “{name}”.</p>}
      <p className="note">
        {hasKey ? 'The link brings a presenter key for it, which is kept on this computer. ' : ''}
        Your room opens there, and your watchers come in by its links. Say yes only if you know who sent you the link.
      </p>
      {canBeListenedTo(origin) && (
        <p className="note">Without https: others in the same network could listen in on the way to the service.</p>
      )}
      {problem !== null && (
        <p className="note problem" role="alert">
          {problem}
        </p>
      )}
      <footer>
        <button type="button" onClick={() => answer(false)}>
          Not now
        </button>
        <button type="button" className="primary" onClick={() => answer(true)}>
          {isKnown ? 'Use it' : 'Add and use'}
        </button>
      </footer>
    </dialog>
  );
}
