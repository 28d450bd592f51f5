/** A group of radio buttons, each with one line that explains it. */
import { useId } from 'react';
import './choice.css';

interface ChoiceOption<V extends string> {
  readonly value: V;
  readonly name: string;
  readonly hint: string;
}

interface ChoiceProps<V extends string> {
  readonly legend: string;
  readonly options: readonly ChoiceOption<V>[];
  readonly value: V;
  readonly onChoose: (value: V) => void;
}

export function Choice<V extends string>({ legend, options, value, onChoose }: ChoiceProps<V>) {
  const id = useId();
  return (
    <fieldset className="choice">
      <legend>{legend}</legend>
      {options.map((option) => (
        <label key={option.value}>
          <input
            type="radio"
            name={id}
            value={option.value}
            checked={option.value === value}
            aria-labelledby={`${id}-${option.value}-name`}
            aria-describedby={`${id}-${option.value}`}
            onChange={() => onChoose(option.value)}
          />
          <span id={`${id}-${option.value}-name`}>{option.name}</span>
          <span className="choice-hint" id={`${id}-${option.value}`}>
            {option.hint}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
