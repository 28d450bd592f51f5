/** Adds a service: by its address, by a watch link of it, or by the enrolment link that an admin has sent. */
import { useState } from 'react';

interface AddServiceProps {
  readonly add: (text: string) => Promise<void>;
}

export function AddService({ add }: AddServiceProps) {
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const submit = async (): Promise<void> => {
    try {
      await add(text);
      setText('');
      setProblem(null);
    } catch (error) {
      setProblem(error instanceof Error ? error.message : 'The service could not be added.');
    }
  };
  return (
    <form className="row" action={submit}>
      <label>
        Add a service
        <input
          value={text}
          onChange={({ currentTarget }) => setText(currentTarget.value)}
          placeholder="lectern.example, or a link that you were sent"
          aria-describedby="add-service-problem"
          aria-invalid={problem !== null}
          autoComplete="off"
          spellCheck={false}
          required
        />
      </label>
      <button type="submit">Add</button>
      <p className="note problem" role="alert" id="add-service-problem">
        {problem}
      </p>
    </form>
  );
}
