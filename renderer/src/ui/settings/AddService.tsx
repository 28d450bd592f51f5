/** Adds a service by its address, one of its watch links, or an enrolment link from its admin. */
import { useState } from 'react';
import { useAttempt } from '../use-attempt.ts';
import { words } from '../words.ts';

const say = words.services;

interface AddServiceProps {
  readonly add: (text: string) => Promise<void>;
}

export function AddService({ add }: AddServiceProps) {
  const [text, setText] = useState('');
  const { problem, attempt } = useAttempt(say.notAdded);
  const submit = async (): Promise<void> => {
    await attempt(add(text).then(() => setText('')));
  };
  return (
    <form className="row" action={submit}>
      <label>
        {say.add}
        <input
          value={text}
          onChange={({ currentTarget }) => setText(currentTarget.value)}
          placeholder={say.addExample}
          aria-describedby="add-service-problem"
          aria-invalid={problem !== null}
          autoComplete="off"
          spellCheck={false}
          required
        />
      </label>
      <button type="submit">{say.addButton}</button>
      <p className="note problem" role="alert" id="add-service-problem">
        {problem}
      </p>
    </form>
  );
}
